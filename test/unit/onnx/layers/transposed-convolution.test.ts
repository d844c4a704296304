/** Transposed convolutions, with windows shorter and longer than their strides, against tf.js. */
import { expect, test } from '@jest/globals';
import { both, gapOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';
import { GraphBuilder } from '../../../../grader/onnx/building/graph.js';
import { transposedOver } from '../../../../grader/onnx/layers/transposed-convolution.js';

const conv = (config: object): Described => single('Conv2DTranspose', { filters: 3, ...config }, [4, 5, 2]);

test.each<[string, Described]>([
  ['same', conv({ kernel_size: [3, 4], strides: 2, padding: 'same', activation: 'relu' })],
  ['same, a window shorter than the stride', conv({ kernel_size: [1, 2], strides: [3, 3], padding: 'same' })],
  ['valid', conv({ kernel_size: [4, 2], strides: [2, 3], padding: 'valid', use_bias: false })],
  ['valid, a window shorter than the stride', conv({ kernel_size: 1, strides: 2, padding: 'valid' })],
  [
    'channels first',
    single('Conv2DTranspose', { filters: 2, kernel_size: 3, strides: 2, data_format: 'channels_first' }, [3, 4, 4]),
  ],
  ['of a series', single('Conv1DTranspose', { filters: 2, kernel_size: 5, strides: 2, padding: 'same' }, [6, 3])],
  [
    'of a volume',
    single('Conv3DTranspose', { filters: 2, kernel_size: 2, strides: [1, 2, 2], padding: 'same' }, [2, 3, 2, 2]),
  ],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('an output of which a convolution would not give the input', () => {
  const over = (side: number) => {
    const x = { name: 'x', channels: 1, space: [3] };
    return transposedOver(
      new GraphBuilder(),
      x,
      { window: [3], strides: [2], isSame: true, space: [side], filters: 1 },
      ['w'],
    );
  };
  // half of 5 or 6 places, rounded up, is 3
  expect([4, 5, 6, 7].map((side) => over(side) !== null)).toEqual([false, true, true, false]);
});
