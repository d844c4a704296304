import * as tf from '@tensorflow/tfjs';

export function regress(out: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  throw new Error('not written yet');
}

export function oneHot(out: tf.Tensor2D, label: tf.Tensor1D) {
  return tf.scalar(0);
}
