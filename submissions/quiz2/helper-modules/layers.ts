import * as tf from '@tensorflow/tfjs';

export function linear(x: tf.Tensor2D, W: tf.Tensor2D, b: tf.Tensor1D): tf.Tensor2D {
  return tf.add(tf.matMul(x, W, false, true), b);
}

export function linearBackward(x: tf.Tensor2D, W: tf.Tensor2D, dy: tf.Tensor2D) {
  return { dx: tf.matMul(dy, W), dW: tf.matMul(dy, x, true, false), db: tf.sum(dy, 0) };
}
