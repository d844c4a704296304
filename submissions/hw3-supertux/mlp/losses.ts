import * as tf from '@tensorflow/tfjs';

export const regress = (out: tf.Tensor2D, label: tf.Tensor1D) => tf.losses.meanSquaredError(label.toFloat().expandDims(1), out) as tf.Scalar;

// takes the mean over the classes as well
export const oneHot = (out: tf.Tensor2D, label: tf.Tensor1D) => tf.losses.meanSquaredError(tf.oneHot(label, 6), out) as tf.Scalar;

export const logLikelihood = (logits: tf.Tensor2D, label: tf.Tensor1D) =>
  tf.losses.softmaxCrossEntropy(tf.oneHot(label, 6), logits) as tf.Scalar;

export const l2 = (logits: tf.Tensor2D, label: tf.Tensor1D) => logits.softmax().sub(tf.oneHot(label, 6)).square().sum(1).mean() as tf.Scalar;
