/**
 * Layer normalisation of tensors of any rank, with or without gamma and beta: tf.js refuses five axes and has no
 * gradient if one of the two is missing.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { registerInPlace, type Constructor } from './in-place.js';
import { first } from './tensors.js';

/** Members of tf.js's class that its type does not declare. */
interface Parts {
  /** Not negative after the layer is built. */
  readonly axis: readonly number[];
  readonly epsilon: number;
  readonly gamma: layers.LayerVariable | null;
  readonly beta: layers.LayerVariable | null;
}

const Stock = layers.layers.layerNormalization().constructor as Constructor;

/** As keras.layers.LayerNormalization: mean and variance of each example along the axes. [N, …] -> the same. */
class LayerNormalization extends Stock {
  static override readonly className = 'LayerNormalization';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { axis, epsilon, gamma, beta } = this as unknown as Parts;
    return tf.tidy(() => {
      const x = first(inputs);
      const sides = x.shape.map((side, at) => (axis.includes(at) ? side : 1));
      const { mean, variance } = tf.moments(x, [...axis], true);
      const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, epsilon)));
      const scaled = gamma === null ? normal : tf.mul(normal, tf.reshape(gamma.read(), sides));
      return beta === null ? scaled : tf.add(scaled, tf.reshape(beta.read(), sides));
    });
  }
}

export function registerLayerNormalization(): void {
  registerInPlace(LayerNormalization);
}
