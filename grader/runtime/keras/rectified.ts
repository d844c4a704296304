/**
 * ReLU, LeakyReLU and ELU with all options of Keras. tf.js ignores a threshold and a slope, reads the slope of a
 * LeakyReLU only under its old name, and refuses the alpha of an ELU. Formulas: keras.activations, Keras 3.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { first } from './tensors.js';

interface Options {
  readonly name?: string;
  readonly alpha?: number | null;
  readonly maxValue?: number | null;
  readonly negativeSlope?: number | null;
  readonly threshold?: number | null;
}

/** A layer that works element by element. [N, …] -> the same. */
abstract class Elementwise extends layers.layers.Layer {
  constructor(args: Options) {
    super(args);
    this.supportsMasking = true;
  }

  abstract formula(x: tf.Tensor): tf.Tensor;

  override computeOutputShape(inputShape: layers.Shape): layers.Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.formula(first(inputs)));
  }
}

/** min(x, maximum) from the threshold on, and slope * (x - threshold) below it. */
class ReLU extends Elementwise {
  static readonly className = 'ReLU';
  readonly #most: number | null;
  readonly #slope: number;
  readonly #threshold: number;

  constructor(args: Options) {
    super(args);
    this.#most = args.maxValue ?? null;
    this.#slope = args.negativeSlope ?? 0;
    this.#threshold = args.threshold ?? 0;
  }

  override formula(x: tf.Tensor): tf.Tensor {
    const above = this.#threshold === 0 ? tf.relu(x) : tf.mul(x, tf.step(tf.sub(x, this.#threshold)));
    const positive = this.#most === null ? above : tf.clipByValue(above, 0, this.#most);
    if (this.#slope === 0) return positive;
    return tf.sub(positive, tf.mul(this.#slope, tf.relu(tf.sub(this.#threshold, x))));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const options = { maxValue: this.#most, negativeSlope: this.#slope, threshold: this.#threshold };
    return { ...super.getConfig(), ...options };
  }
}

/** x, and slope * x below zero. Keras 2 and tf.js call the slope alpha. */
class LeakyReLU extends Elementwise {
  static readonly className = 'LeakyReLU';
  readonly #slope: number;

  constructor(args: Options) {
    super(args);
    this.#slope = args.alpha ?? args.negativeSlope ?? 0.3;
  }

  override formula(x: tf.Tensor): tf.Tensor {
    return tf.leakyRelu(x, this.#slope);
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), alpha: this.#slope };
  }
}

/** x, and alpha (e^x - 1) below zero. */
class ELU extends Elementwise {
  static readonly className = 'ELU';
  readonly #alpha: number;

  constructor(args: Options) {
    super(args);
    this.#alpha = args.alpha ?? 1;
  }

  override formula(x: tf.Tensor): tf.Tensor {
    if (this.#alpha === 1) return tf.elu(x);
    return tf.add(tf.relu(x), tf.mul(this.#alpha, tf.elu(tf.minimum(x, 0))));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), alpha: this.#alpha };
  }
}

export function registerRectified(): void {
  for (const one of [ReLU, LeakyReLU, ELU]) tf.serialization.registerClass(one);
}
