import * as tf from '@tensorflow/tfjs';

export function regress(out: tf.Tensor2D, label: tf.Tensor1D) {
  // [B,1] minus [B] is [B,B]: every output is compared with every label
  return tf.mean(tf.square(tf.sub(out, label)));
}

export function oneHot(out: tf.Tensor2D, label: tf.Tensor1D) {
  return tf.mean(tf.sum(tf.squaredDifference(out, tf.oneHot(label, 6)), 1));
}

export function logLikelihood(logits: tf.Tensor2D, label: tf.Tensor1D) {
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.log(tf.softmax(logits)), tf.oneHot(label, 6)), 1)));
}

export function l2(logits: tf.Tensor2D, label: tf.Tensor1D) {
  // softmax is forgotten
  return oneHot(logits, label);
}
