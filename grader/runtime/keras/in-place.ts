/** Layers of tf.js that are corrected under their own name: models that are loaded get ours, whoever wrote the file. */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

/** Sides, null where they are not known yet. */
export type Shape = (number | null)[];

/** A class of tf.js's that its package does not export. */
export type Constructor = tf.serialization.SerializableConstructor<layers.layers.Layer>;

export type Kwargs = Parameters<layers.layers.Layer['call']>[1];

/** Takes the place of the class of the same name. */
export function registerInPlace(ours: Constructor): void {
  tf.serialization.registerClass(ours);
}
