/** Softmax along any axes (tf.js accepts only the last), and the gradient of ThresholdedReLU, which tf.js lacks. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { registerInPlace, type Constructor } from './in-place.js';
import { first } from './tensors.js';

const StockSoftmax = layers.layers.softmax().constructor as Constructor;
const StockThresholded = layers.layers.thresholdedReLU().constructor as Constructor;

/** Along any axes; tf.js has it along the last. */
class Softmax extends StockSoftmax {
  static override readonly className = 'Softmax';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const x = first(inputs);
    const { axis } = this as unknown as { readonly axis: number | readonly number[] };
    const written: readonly number[] = typeof axis === 'number' ? [axis] : axis;
    const axes = written.map((one) => (one < 0 ? one + x.rank : one));
    if (axes.length === 1 && axes[0] === x.rank - 1) return tf.softmax(x);
    return tf.tidy(() => {
      const exponents = tf.exp(tf.sub(x, tf.max(x, axes, true)));
      return tf.div(exponents, tf.sum(exponents, axes, true));
    });
  }
}

/** x where it is larger than theta, else 0. */
class ThresholdedReLU extends StockThresholded {
  static override readonly className = 'ThresholdedReLU';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { theta } = this as unknown as { readonly theta: number };
    return tf.tidy(() => tf.mul(first(inputs), tf.step(tf.sub(first(inputs), theta))));
  }
}

export function registerActivationLayers(): void {
  for (const one of [Softmax, ThresholdedReLU]) registerInPlace(one);
}
