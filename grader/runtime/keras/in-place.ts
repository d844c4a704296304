/** Registers corrected layers under the names of tf.js's own, so that every loaded model uses them. */
import * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';

/** Sides; null if not known yet. */
export type Shape = (number | null)[];

/** A class that tf.js does not export. */
export type Constructor = tf.serialization.SerializableConstructor<layers.layers.Layer>;

export type Kwargs = Parameters<layers.layers.Layer['call']>[1];

/** Replaces the class of the same name. */
export function registerInPlace(ours: Constructor): void {
  tf.serialization.registerClass(ours);
}
