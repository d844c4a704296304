/**
 * The two classifiers of Homework 2. Each takes points [N, 2] and gives [N, 1], the probability that a point is inside.
 * Write what belongs between `your code: begin` and `your code: end`; null says that a network is not written yet.
 */
import * as tf from './tf';

/** A linear classifier: its decision boundary is a straight line, anywhere in the plane. */
export function buildLinear(): tf.LayersModel | null {
  // your code: begin linear
  return null;
  // your code: end
}

/** A deep classifier, with at most 10,000 parameters: its decision boundary may be a curve. */
export function buildDeep(): tf.LayersModel | null {
  // your code: begin deep
  return null;
  // your code: end
}

/**
 * An example, which is trained until you have written a network: a straight line, but only one through the middle of the
 * square. It shows how networks are built, and is never exported.
 */
export function buildExample(): tf.LayersModel {
  const layer = tf.layers.dense({ units: 1, inputShape: [2], activation: 'sigmoid', useBias: false });
  return tf.sequential({ layers: [layer] });
}
