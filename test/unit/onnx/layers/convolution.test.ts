/** Convolutions with channels last and first, odd strides, dilation and groups, against tf.js. */
import { expect, test } from '@jest/globals';
import { both, gapOf, refusalOf, single, TOLERANCE, type Described } from '../../../support/onnx-fuzz/against-tfjs.js';
import { fitWindows } from '../../../../grader/onnx/layers/windows.js';

const conv = (config: object, ...input: number[]): Described =>
  single('Conv2D', { filters: 3, activation: 'relu', ...config }, input);

test.each<[string, Described]>([
  [
    'same, stride 3 over sides that it does not divide',
    conv({ kernel_size: [2, 4], strides: [3, 2], padding: 'same' }, 8, 7, 2),
  ],
  ['same, a window shorter than the stride', conv({ kernel_size: [1, 2], strides: [3, 3], padding: 'same' }, 7, 8, 3)],
  ['valid, the last cells left out', conv({ kernel_size: 3, strides: 2, padding: 'valid' }, 8, 6, 2)],
  ['dilated', conv({ kernel_size: [3, 2], dilation_rate: [2, 3], padding: 'same' }, 7, 9, 2)],
  ['in groups, without bias', conv({ kernel_size: 3, groups: 3, filters: 6, use_bias: false }, 5, 5, 6)],
  [
    'channels first, with softmax along the last axis',
    conv({ kernel_size: 2, data_format: 'channels_first', activation: 'softmax' }, 2, 5, 6),
  ],
  [
    'one-dimensional, causal',
    single('Conv1D', { filters: 2, kernel_size: 3, padding: 'causal', dilation_rate: 2 }, [9, 3]),
  ],
  [
    'one-dimensional, channels first',
    single('Conv1D', { filters: 2, kernel_size: 3, strides: 2, data_format: 'channels_first' }, [3, 9]),
  ],
  [
    'three-dimensional',
    single('Conv3D', { filters: 2, kernel_size: [2, 3, 1], strides: [2, 1, 2], padding: 'same' }, [5, 4, 3, 2]),
  ],
])('%s', async (_, described) => {
  expect(gapOf(await both(described))).toBeLessThan(TOLERANCE);
});

test('multiply-adds of one example: 3 x 3 windows over 2 channels, 4 filters, 6 x 5 places', async () => {
  const { onnx } = await both(single('Conv2D', { filters: 4, kernel_size: 3, padding: 'same' }, [6, 5, 2]));
  expect(onnx).toMatchObject({ status: 'ran', macs: 3 * 3 * 2 * 4 * 6 * 5 });
});

test('windows that do not fit in have no place', () => {
  const sliding = { window: [3], strides: [1], rates: [2], padding: 'valid' } as const;
  expect(fitWindows([4], sliding)).toBeNull();
  expect(fitWindows([5], sliding)).toEqual({ space: [1], before: [0], after: [0] });
  // TensorFlow: 3 places of 2 cells, 3 apart, over 7 cells need 8: the one that is missing comes after
  expect(fitWindows([7], { window: [2], strides: [3], rates: [1], padding: 'same' })).toEqual({
    space: [3],
    before: [0],
    after: [1],
  });
});

test('a weight of another shape, none, and strides with dilation', () => {
  const described = conv({ kernel_size: 2 }, 4, 4, 2);
  expect(refusalOf(described)).toBe('the layer it (Conv2D) without its weight it/kernel');
  expect(refusalOf(described, { 'it/kernel': [2, 2, 3, 3] })).toBe(
    'the weight it/kernel of shape [2, 2, 3, 3], not [2, 2, 2, 3]',
  );
  expect(refusalOf(conv({ kernel_size: 2, strides: 2, dilation_rate: 2 }, 4, 4, 2))).toBe(
    'the layer it (Conv2D) with strides and a dilation_rate at once',
  );
});
