/** Concatenation along an axis counted from the end: tf.js treats every negative axis as the last. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { registerInPlace, type Constructor, type Kwargs } from './in-place.js';

const Stock = layers.layers.concatenate().constructor as Constructor;

class Concatenate extends Stock {
  static override readonly className = 'Concatenate';

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    const { axis } = this as unknown as { readonly axis: number };
    return Array.isArray(inputs) && axis < 0 ? tf.concat(inputs, axis) : super.call(inputs, kwargs);
  }
}

export function registerMerges(): void {
  registerInPlace(Concatenate);
}
