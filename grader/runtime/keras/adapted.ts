/**
 * keras.layers.Normalization, which tf.js lacks: (x - mean) / max(sqrt(variance), 1e-7), with one mean and one variance
 * for each position along the axes that are kept. They are weights, or numbers in the layer's config.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { first } from './tensors.js';

/** Sides; null if not known yet. */
type Shape = (number | null)[];
type Numbers = number | readonly Numbers[];

interface Options {
  readonly name?: string;
  readonly axis?: number | readonly number[] | null;
  readonly mean?: Numbers | null;
  readonly variance?: Numbers | null;
  readonly invert?: boolean;
}

const LEAST_DEVIATION = 1e-7;

/** [N, …] -> the same. */
class Normalization extends layers.layers.Layer {
  static readonly className = 'Normalization';
  readonly #options: Options;
  /** Axes of the input, counted from its first side. */
  #kept: readonly number[] = [];
  #mean: layers.LayerVariable | null = null;
  #variance: layers.LayerVariable | null = null;

  constructor(args: Options) {
    super(args);
    const { axis = -1, mean = null, variance = null, invert = false } = args;
    this.#options = { axis, mean, variance, invert };
  }

  override build(inputShape: Shape): void {
    const rank = inputShape.length;
    const { axis = null, mean } = this.#options;
    const written = axis === null ? [] : [axis].flat();
    this.#kept = written.map((one) => (one < 0 ? one + rank : one)).sort((a, b) => a - b);
    const sides = this.#kept.map((kept) => inputShape[kept] ?? null);
    if (!sides.every((side) => side !== null)) {
      throw new Error('Normalization keeps an axis of which the input does not say how long it is');
    }
    if (mean === null) {
      const [zeros, ones] = [layers.initializers.zeros(), layers.initializers.ones()];
      this.#mean = this.addWeight('mean', sides, 'float32', zeros, undefined, false);
      this.#variance = this.addWeight('variance', sides, 'float32', ones, undefined, false);
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = first(inputs);
      const mean = this.#along(x.rank, this.#mean, this.#options.mean);
      const variance = this.#along(x.rank, this.#variance, this.#options.variance);
      const deviation = tf.maximum(tf.sqrt(variance), LEAST_DEVIATION);
      return this.#options.invert === true ? tf.add(mean, tf.mul(x, deviation)) : tf.div(tf.sub(x, mean), deviation);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options } as tf.serialization.ConfigDict;
  }

  /** Numbers with fewer axes than are kept belong to the last axes. */
  #along(rank: number, weight: layers.LayerVariable | null, numbers: Numbers | null | undefined): tf.Tensor {
    const values = weight === null ? tf.tensor(numbers as tf.TensorLike, undefined, 'float32') : weight.read();
    const shape = Array.from({ length: rank }, () => 1);
    for (const [back, side] of [...values.shape].reverse().entries()) shape[this.#kept.at(-1 - back) ?? 0] = side;
    return tf.reshape(values, shape);
  }
}

export function registerAdapted(): void {
  tf.serialization.registerClass(Normalization);
}
