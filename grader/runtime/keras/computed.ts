/**
 * The base of layers that are formulas. The shape of the output is found by computing with zeros, so that no formula
 * has to be written twice.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Sides; null if not known yet. */
export type Shape = (number | null)[];
export type Options = Readonly<Record<string, unknown>>;

/** Two trial sizes for each unknown side: a side of the output that differs between them is unknown. */
const TRIALS: readonly [number, number] = [2, 3];

export abstract class Computed extends layers.layers.Layer {
  /** The config as written, with keys in tf.js's spelling. */
  readonly options: Options;

  constructor(args: Options) {
    super(args);
    this.options = args;
  }

  /** Runs inside a scope that frees tensors. */
  abstract compute(inputs: readonly tf.Tensor[]): tf.Tensor;

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.compute([inputs].flat()));
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const shapes = inputShape.every((one) => Array.isArray(one)) ? inputShape : [inputShape];
    const [less, more] = TRIALS.map((size) => this.#shapeFor(shapes, size));
    return (less ?? []).map((side, axis) => (side === more?.[axis] ? side : null));
  }

  #shapeFor(shapes: readonly Shape[], size: number): readonly number[] {
    return tf.tidy(() => {
      const zeros = shapes.map((shape) => tf.zeros(shape.map((side) => side ?? size)));
      return this.compute(zeros).shape;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options } as tf.serialization.ConfigDict;
  }

  /** One number for each of `count` directions; 2 means 2 in each. */
  numbers(name: string, count: number, otherwise: number): readonly number[] {
    const written = this.options[name];
    if (Array.isArray(written)) return written as number[];
    return Array.from({ length: count }, () => (typeof written === 'number' ? written : otherwise));
  }

  /** A pair of numbers, before and after, for each of `count` directions. */
  pairs(name: string, count: number): [number, number][] {
    const written = this.options[name];
    const list = Array.isArray(written) ? (written as unknown[]) : Array.from({ length: count }, () => written);
    const isOnePair = count === 1 && list.length === 2 && typeof list[0] === 'number';
    return (isOnePair ? [list] : list).map((one) => {
      const [before = 1, after = before] = [one].flat() as number[];
      return [before, after];
    });
  }

  get isChannelsFirst(): boolean {
    return this.options['dataFormat'] === 'channelsFirst' || this.options['dataFormat'] === 'channels_first';
  }

  /** A weight that is zero until it is loaded. */
  weight(name: string, shape: Shape): layers.LayerVariable {
    return this.addWeight(name, shape, 'float32', layers.initializers.zeros());
  }
}

/** The spatial axes: all except those of examples and channels. */
export function placesOf(x: tf.Tensor, isChannelsFirst: boolean): readonly number[] {
  return Array.from({ length: x.rank - 2 }, (_, index) => index + (isChannelsFirst ? 2 : 1));
}

export interface Activation {
  apply(x: tf.Tensor): tf.Tensor;
  getClassName(): string;
}

/** The activation that a layer's `activation` names or describes; tf.js can look it up only for a layer. */
export function activationOf(described: unknown): Activation {
  const layer = layers.layers.activation({ activation: (described ?? 'linear') as 'linear' });
  return (layer as unknown as { readonly activation: Activation }).activation;
}
