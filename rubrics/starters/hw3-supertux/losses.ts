/**
 * The four losses of Homework 3, each the mean over a batch of N images. Write what belongs between `your code: begin` and
 * `your code: end`. Use tf.js's operations, so that the networks can be trained with them.
 */
import * as tf from '@tensorflow/tfjs-core';

/** Number label + L2: `out` [N, 1] and the class number `label` [N]; gives one number. */
export function regress(out: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  // your code: begin regress
  throw new Error('regress is not written yet');
  // your code: end
}

/** One-hot label + L2, summed over the six classes: `out` [N, 6], `label` [N]; gives one number. */
export function oneHot(out: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  // your code: begin oneHot
  throw new Error('oneHot is not written yet');
  // your code: end
}

/** Log-likelihood: -log of the softmax of the logits `out` [N, 6] at `label` [N]; gives one number. */
export function logLikelihood(out: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  // your code: begin logLikelihood
  throw new Error('logLikelihood is not written yet');
  // your code: end
}

/** Softmax + L2: as oneHot, of the softmax of the logits `out` [N, 6], `label` [N]; gives one number. */
export function l2(out: tf.Tensor2D, label: tf.Tensor1D): tf.Scalar {
  // your code: begin l2
  throw new Error('l2 is not written yet');
  // your code: end
}
