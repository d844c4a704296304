/**
 * The networks of Homework 3: images [N, 64, 64, 3] from 0 to 1 in, [N, outputs] out. Write what belongs between
 * `your code: begin` and `your code: end`; null says that a network is not written yet.
 */
import * as tf from './tf';

/** The network that is trained with each of the four losses: 1 output for `regress`, 6 for the others. */
export function buildNetwork(outputs: number): tf.LayersModel | null {
  // your code: begin network
  return null;
  // your code: end
}

/** The convolutional network, with 6 outputs (logits), as good as you can make it. */
export function buildCnn(): tf.LayersModel | null {
  // your code: begin cnn
  return null;
  // your code: end
}

/**
 * An example, which is trained until something of your own can be: a linear classifier of the image made smaller. It shows how
 * networks are built, and is never exported. On a processor, making the image smaller first saves most of the time.
 */
export function buildExample(): tf.LayersModel {
  return tf.sequential({
    layers: [
      tf.layers.averagePooling2d({ poolSize: 8, inputShape: [64, 64, 3] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 6 }),
    ],
  });
}
