/** Resizing as in Keras, with the centres of pixels at half-integers, and its gradient, which is wrong in tf.js. */
import * as tf from '@tensorflow/tfjs-core';
import { EXCHANGED_FIRST, EXCHANGED_LAST } from './channel-order.js';

export type Interpolation = 'nearest' | 'bilinear';
type Sides = readonly [number, number];

/** [N, H, W, C] -> [N, height, width, C]. */
export function resizeAtHalves(x: tf.Tensor4D, [height, width]: Sides, interpolation: Interpolation): tf.Tensor4D {
  if (interpolation === 'nearest') {
    const rows = tf.gather(x, nearestPlaces(x.shape[1], height), 1);
    return tf.gather(rows, nearestPlaces(x.shape[2], width), 2);
  }
  const { shape } = x;
  const resize = (input: tf.Tensor) => ({
    value: tf.image.resizeBilinear(input as tf.Tensor4D, [height, width], false, true),
    gradFunc: (dy: tf.Tensor) => mixed(mixed(dy, 1, shape[1]), 2, shape[2]),
  });
  return tf.customGrad<tf.Tensor4D>(resize as Parameters<typeof tf.customGrad<tf.Tensor4D>>[0])(x);
}

function nearestPlaces(from: number, to: number): tf.Tensor1D {
  const places = Array.from({ length: to }, (_, index) => Math.min(from - 1, Math.floor(((index + 0.5) * from) / to)));
  return tf.tensor1d(places, 'int32');
}

/** Distributes each position along an axis of dy to the two of `side` that it was interpolated from. */
function mixed(dy: tf.Tensor, axis: number, side: number): tf.Tensor {
  const to = dy.shape[axis] ?? 1;
  const others = dy.shape.map((_, one) => one).filter((one) => one !== axis);
  const order = [...others, axis];
  const last = tf.transpose(dy, order);
  const product = tf.matMul(tf.reshape(last, [-1, to]), shares(side, to));
  const back = tf.reshape(product, [...last.shape.slice(0, -1), side]);
  return tf.transpose(
    back,
    order.map((_, one) => order.indexOf(one)),
  );
}

/** [to, from]: the interpolation weights. */
function shares(from: number, to: number): tf.Tensor2D {
  const matrix = tf.buffer([to, from]);
  for (let index = 0; index < to; index += 1) {
    const place = Math.min(Math.max(((index + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, from - 1);
    matrix.set(1 - (place - low), index, low);
    matrix.set(matrix.get(index, high) + (place - low), index, high);
  }
  return matrix.toTensor() as tf.Tensor2D;
}

/** Applies a function on [N, H, W, C] to a tensor of that form or of the form [N, C, H, W]. */
export function withChannelsLast(x: tf.Tensor, isFirst: boolean, run: (x: tf.Tensor4D) => tf.Tensor4D): tf.Tensor {
  const images = isFirst ? tf.transpose(x, EXCHANGED_LAST) : x;
  const out = run(images as tf.Tensor4D);
  return isFirst ? tf.transpose(out, EXCHANGED_FIRST) : out;
}
