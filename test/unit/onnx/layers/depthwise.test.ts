/** Convolutions of each channel alone, against tf.js. */
import { expect, test } from '@jest/globals';
import { both, gapOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';

test.each<[string, Described]>([
  [
    'two filters for each of three channels',
    single('DepthwiseConv2D', { kernel_size: [3, 2], depth_multiplier: 2, strides: 2, padding: 'same' }, [7, 6, 3]),
  ],
  ['dilated', single('DepthwiseConv2D', { kernel_size: 2, dilation_rate: 2, activation: 'tanh' }, [6, 6, 2])],
  ['channels first', single('DepthwiseConv2D', { kernel_size: 2, data_format: 'channels_first' }, [3, 5, 4])],
  [
    'of a series',
    single('DepthwiseConv1D', { kernel_size: 3, depth_multiplier: 2, strides: 2, padding: 'same' }, [8, 2]),
  ],
  [
    'separable',
    single(
      'SeparableConv2D',
      { filters: 4, kernel_size: 3, depth_multiplier: 2, strides: 3, padding: 'same', activation: 'relu' },
      [8, 8, 2],
    ),
  ],
  [
    'separable, channels first, without bias',
    single(
      'SeparableConv2D',
      { filters: 2, kernel_size: 2, data_format: 'channels_first', use_bias: false },
      [3, 4, 5],
    ),
  ],
  ['separable of a series', single('SeparableConv1D', { filters: 3, kernel_size: 2, strides: 2 }, [7, 2])],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});
