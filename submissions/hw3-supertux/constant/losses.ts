import * as tf from '@tensorflow/tfjs';

const CLASSES = 6;

/** Number label + L2: mean over the batch of (out - label)^2. */
export function regress(out: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  return out.squeeze([1]).sub(label.toFloat()).square().mean();
}

/** One-hot label + L2: the squared distance to the one-hot vector. */
export function oneHot(out: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  return out.sub(tf.oneHot(label, CLASSES)).square().sum(1).mean();
}

/** -log softmax(logits)[label], with the largest logit taken off first so that nothing overflows. */
export function logLikelihood(logits: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  const shifted = logits.sub(logits.max(1, true));
  const logSum = shifted.exp().sum(1).log();
  const own = shifted.mul(tf.oneHot(label, CLASSES)).sum(1);
  return logSum.sub(own).mean();
}

/** Softmax + L2, the Brier score. */
export function l2(logits: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  return oneHot(tf.softmax(logits), label);
}
