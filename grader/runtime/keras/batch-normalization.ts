/**
 * Batch normalisation over any axis of a tensor of any rank. tf.js's own is correct only over the last of two to four
 * axes. For another axis it passes means and variances of shape [1, …, C, …, 1] to a kernel that repeats them
 * cyclically along the memory (errors of 10 and more); it refuses five axes; and without gamma or beta it has no
 * gradient.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { registerInPlace, type Constructor, type Kwargs, type Shape } from './in-place.js';
import { first } from './tensors.js';

interface Options {
  /** Keras 2 writes a list of one. */
  readonly axis?: number | readonly number[];
  readonly epsilon?: number;
}

/** Members of tf.js's class that its type does not declare. */
interface Parts {
  readonly gamma?: layers.LayerVariable;
  readonly beta?: layers.LayerVariable;
  readonly movingMean: layers.LayerVariable;
  readonly movingVariance: layers.LayerVariable;
}

const Stock = layers.layers.batchNormalization().constructor as Constructor;

/** The highest rank that tf.js's kernel accepts. */
const STOCK_RANK = 4;

/** keras.layers.BatchNormalization at inference; [N, …] -> the same. */
class BatchNormalization extends Stock {
  static override readonly className = 'BatchNormalization';
  readonly #axis: number;
  readonly #epsilon: number;

  constructor(args: tf.serialization.ConfigDict & Options) {
    const { axis: written = -1 } = args;
    const axes = typeof written === 'number' ? [written] : written;
    const [axis = -1] = axes;
    if (axes.length !== 1) {
      throw new Error(`BatchNormalization over ${String(axes.length)} axes at once: normalise over one, as by default`);
    }
    super({ ...args, axis });
    this.#axis = axis;
    this.#epsilon = args.epsilon ?? 1e-3;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
    const x = first(inputs);
    const axis = this.#axis < 0 ? this.#axis + x.rank : this.#axis;
    const { gamma, beta, movingMean, movingVariance } = this as unknown as Parts;
    const isWhole = gamma !== undefined && beta !== undefined;
    if (isWhole && axis === x.rank - 1 && x.rank <= STOCK_RANK) return super.call(x, kwargs);
    return tf.tidy(() => {
      const sides: Shape = x.shape.map((side, at) => (at === axis ? side : 1));
      const along = (weight: layers.LayerVariable) => tf.reshape(weight.read(), sides as number[]);
      const inverse = tf.rsqrt(tf.add(along(movingVariance), this.#epsilon));
      const scale = gamma === undefined ? inverse : tf.mul(inverse, along(gamma));
      const scaled = tf.mul(tf.sub(x, along(movingMean)), scale);
      return beta === undefined ? scaled : tf.add(scaled, along(beta));
    });
  }
}

export function registerBatchNormalization(): void {
  registerInPlace(BatchNormalization);
}
