/**
 * Gradients of linear operations on the cpu backend: each must be the transpose of the forward pass, which is
 * determined here with one unit image after the other.
 */
import { expect, test } from '@jest/globals';
import type { Tensor, Tensor4D, Tensor5D } from '@tensorflow/tfjs-core';
import { tf } from '../../../grader/runtime/tf.js';

type Shape = readonly number[];
type Operation = (x: Tensor) => Tensor;

const size = (shape: Shape) => shape.reduce((product, length) => product * length, 1);

const CASES: readonly (readonly [string, Shape, Operation])[] = [
  ['average pooling, same', [2, 3, 4, 2], (x) => tf.avgPool(x as Tensor4D, 3, 1, 'same')],
  ['average pooling, same, with strides', [1, 5, 5, 1], (x) => tf.avgPool(x as Tensor4D, [3, 2], 2, 'same')],
  ['average pooling, valid', [1, 5, 4, 2], (x) => tf.avgPool(x as Tensor4D, 2, 2, 'valid')],
  ['average pooling in three dimensions', [1, 3, 3, 3, 2], (x) => tf.avgPool3d(x as Tensor5D, 2, 1, 'same')],
  ['nearest neighbours', [3, 2, 3, 2], (x) => tf.image.resizeNearestNeighbor(x as Tensor4D, [4, 3])],
  ['nearest neighbours, corners', [2, 3, 2, 1], (x) => tf.image.resizeNearestNeighbor(x as Tensor4D, [5, 5], true)],
  ['nearest neighbours, smaller', [2, 4, 6, 1], (x) => tf.image.resizeNearestNeighbor(x as Tensor4D, [2, 3])],
  ['bilinear', [2, 2, 3, 2], (x) => tf.image.resizeBilinear(x as Tensor4D, [4, 9])],
];

test.each(CASES)('%s', async (_, shape, operation) => {
  await tf.setBackend('cpu');
  // otherwise its first use prints an advertisement
  Object.assign(tf.backend(), { firstUse: false });
  const out = operation(tf.zeros([...shape]));
  const weights = tf.tensor(
    Float32Array.from({ length: out.size }, (_value, at) => ((at * 37) % 101) / 50 - 1),
    out.shape,
  );
  const gradient = tf.grad((x: Tensor) => operation(x).mul(weights).sum())(tf.ones([...shape]));
  expect(gradient.shape).toEqual(shape);
  const expected = Array.from({ length: size(shape) }, (_value, at) => {
    const unit = new Float32Array(size(shape));
    unit[at] = 1;
    return (
      operation(tf.tensor(unit, [...shape]))
        .mul(weights)
        .sum()
        .dataSync()[0] ?? NaN
    );
  });
  const worst = Math.max(...gradient.dataSync().map((value, at) => Math.abs(value - (expected[at] ?? NaN))));
  expect(worst).toBeLessThan(1e-5);
});
