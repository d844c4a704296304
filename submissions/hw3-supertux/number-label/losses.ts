import * as tf from '@tensorflow/tfjs';

export function regress(out: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  const n = out.shape[0];
  return out.reshape([n]).sub(label.toFloat()).square().sum().div(n);
}
