/** The defects of the stock wasm backend, each as a small case of calls on tf.js's current backend. */
import type * as core from '@tensorflow/tfjs-core';
import { tf } from '../../../grader/runtime/tf.js';

type Tensors = core.Tensor | readonly core.Tensor[];

const ramp = (shape: number[], from: number, step: number) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, at) => from + step * ((at * 7) % 11)),
    shape,
  );
};
const image = (shape = [2, 5, 6, 3], from = -1) => ramp(shape, from, 0.2) as core.Tensor4D;
const filter = (...shape: [number, number, number, number]) => ramp(shape, -0.5, 0.1) as core.Tensor4D;
const volume = (shape: number[]) => ramp(shape, -1, 0.2) as core.Tensor5D;
const notNumbers = (shape: number[]) => ramp(shape, NaN, 0);
/** NaN with its sign bit set, as Infinity - Infinity gives it. */
const negativeNaN = () => tf.tensor1d(new Float32Array(new Uint32Array([0xffc00000, 0x3f800000]).buffer));

export const DEFECTS: Readonly<Record<string, () => Tensors>> = {
  'gradient of a convolution': () => {
    const [dx, dw] = tf.grads((x, w) =>
      tf
        .conv2d(x as core.Tensor4D, w as core.Tensor4D, 2, 'same')
        .square()
        .sum(),
    )([image(), filter(3, 3, 3, 4)]);
    return [dx, dw].filter((gradient) => gradient !== undefined);
  },
  'gradient of a depthwise convolution': () =>
    tf.grads((x, w) =>
      tf
        .depthwiseConv2d(x as core.Tensor4D, w as core.Tensor4D, 1, 'same')
        .square()
        .sum(),
    )([image(), filter(3, 3, 3, 2)]),
  'sum by segments': () => tf.unsortedSegmentSum(ramp([4, 3], 0, 1), tf.tensor1d([0, 1, 0, 1], 'int32'), 2),
  einsum: () => tf.einsum('ij,jk->ki', ramp([3, 4], 0, 1), ramp([4, 2], -1, 1)),
  'gradient of max pooling where the maximum is not positive': () =>
    tf.grad((x) =>
      tf
        .maxPool(x as core.Tensor4D, 2, 2, 'valid')
        .square()
        .sum(),
    )(image([1, 4, 4, 2], -4)),
  'three-dimensional max pooling of numbers that are not positive': () =>
    tf.maxPool3d(ramp([1, 2, 4, 4, 1], -4, 0.2) as core.Tensor5D, [2, 2, 2], 2, 'valid'),
  'same convolution with a kernel side smaller than the stride': () =>
    tf.conv2d(image([2, 6, 6, 3]), filter(1, 3, 3, 4), 2, 'same'),
  'same depthwise convolution with a kernel side smaller than the stride': () =>
    tf.depthwiseConv2d(image([2, 6, 6, 3]), filter(1, 3, 3, 1), [2, 2], 'same'),
  'fused same convolution with a kernel side smaller than the stride': () =>
    tf.fused.conv2d({ x: image(), filter: filter(2, 1, 3, 4), strides: 3, pad: 'same', activation: 'sigmoid' }),
  'convolution with a number as padding and a kernel that is not square': () =>
    tf.conv2d(image(), filter(3, 1, 3, 4), 1, 1, 'NHWC', [1, 1], 'floor'),
  'average pooling with a number as padding and a window that is not square': () =>
    tf.avgPool(image(), [3, 1], 1, 1, 'floor'),
  'matrix product with a second operand of another shape': () => {
    const w = tf.tensor1d([2, 3]);
    const column = tf.matMul(ramp([3, 2], 1, 1), w.reshape([2, 1]));
    const row = tf.matMul(ramp([3, 1], 1, 1), w.reshape([1, 2]));
    return [column, row];
  },
  'fused relu of NaN': () => tf.fused.matMul({ a: notNumbers([1, 2]), b: ramp([2, 2], 1, 1), activation: 'relu' }),
  'fused relu6 of NaN': () =>
    tf.fused.conv2d({
      x: notNumbers([1, 3, 3, 1]) as core.Tensor4D,
      filter: filter(1, 1, 1, 1),
      strides: 1,
      pad: 'same',
      activation: 'relu6',
    }),
  'relu of NaN with its sign set': () => tf.relu(negativeNaN()),
  'relu6 of NaN': () => tf.relu6(tf.tensor1d([NaN, 1])),
  'clipping of NaN': () => tf.clipByValue(tf.tensor1d([NaN, 1]), 0, 6),
  'maximum of a number and NaN': () => tf.maximum(tf.tensor1d([1, 2]), tf.tensor1d([NaN, 1])),
  'max pooling of NaN': () => tf.maxPool(tf.tensor4d([1, NaN, 2, 3], [1, 2, 2, 1]), 2, 1, 'same'),
  'average pooling of NaN': () => tf.avgPool(tf.tensor4d([1, NaN, 2, 3], [1, 2, 2, 1]), 2, 1, 'valid'),
  'one-hot rows': () => tf.oneHot(tf.tensor1d([0, 2], 'int32'), 3, 1, 0, 'float32'),
  'truth of integers': () => tf.isNaN(tf.tensor1d([4, -3], 'int32')),
  'truth of numbers': () => tf.cast(tf.cast(tf.tensor1d([0.5, 256]), 'bool'), 'float32'),
  'every other integer': () => tf.stridedSlice(tf.tensor1d([-1, 2, -3, 4], 'int32'), [0], [4], [2]),
  'slopes for some axes': () => tf.prelu(ramp([2, 3], -2, 0.1), tf.tensor2d([0.1, 0.9], [2, 1])),
  'dilation of negative numbers': () =>
    tf.dilation2d(image([1, 4, 4, 1], -9), ramp([2, 2, 1], -1, 0.1) as core.Tensor3D, 1, 'same'),
  'transposed convolution in three dimensions': () =>
    tf.conv3dTranspose(volume([1, 2, 2, 2, 2]), volume([2, 2, 2, 3, 2]), [1, 4, 4, 4, 3], 2, 'same'),
  'gradient of a convolution in three dimensions': () =>
    tf.grad((w) =>
      tf
        .conv3d(volume([2, 5, 5, 3, 3]), w as core.Tensor5D, [3, 3, 3], 'valid')
        .square()
        .sum(),
    )(volume([2, 2, 2, 3, 2])),
  'gradient of average pooling with padding': () =>
    tf.grad((x) =>
      tf
        .avgPool(x as core.Tensor4D, 3, 1, 'same')
        .square()
        .sum(),
    )(image()),
};

/** Where stock writes outside of its tensors; right is to refuse. */
export const LARGER_KERNELS: Readonly<Record<string, () => Tensors>> = {
  'a convolution': () => tf.conv2d(image([1, 3, 3, 2]), filter(5, 5, 2, 3), 1, 'valid'),
  'a depthwise convolution': () => tf.depthwiseConv2d(image([1, 3, 3, 2]), filter(5, 5, 2, 1), 1, 'valid'),
  'max pooling': () => tf.maxPool(image([1, 3, 3, 2]), 5, 1, 'valid'),
  'average pooling': () => tf.avgPool(image([1, 3, 3, 2]), 5, 1, 'valid'),
};

/** The numbers of the tensors, or why there are none. */
export function valuesOf(run: () => Tensors): readonly (readonly number[])[] | string {
  try {
    const found = run();
    const tensors = Array.isArray(found) ? (found as readonly core.Tensor[]) : [found as core.Tensor];
    return tensors.map((tensor) => [...tensor.shape, NaN, ...tensor.dataSync()]);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
