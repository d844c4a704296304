/**
 * GroupNormalization, UnitNormalization and RMSNormalization of Keras, which tf.js lacks. For inference and gradients.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { Computed } from './computed.js';
import { first } from './tensors.js';

/** Sides; null if not known yet. */
type Shape = (number | null)[];

interface GroupArguments {
  readonly name?: string;
  readonly groups?: number;
  readonly axis?: number;
  readonly epsilon?: number;
  readonly center?: boolean;
  readonly scale?: boolean;
}

/**
 * Normalises over all positions and the channels of a group, as keras.layers.GroupNormalization does; -1 groups means
 * one channel in each. [N, …] -> the same.
 */
class GroupNormalization extends layers.layers.Layer {
  static readonly className = 'GroupNormalization';
  readonly #options: Required<Omit<GroupArguments, 'name'>>;
  #gamma: layers.LayerVariable | null = null;
  #beta: layers.LayerVariable | null = null;

  constructor(args: GroupArguments) {
    super(args);
    const { groups = 32, axis = -1, epsilon = 1e-3, center = true, scale = true } = args;
    this.#options = { groups, axis, epsilon, center, scale };
  }

  override build(inputShape: Shape): void {
    const { axis, groups, center, scale } = this.#options;
    const channels = inputShape.at(axis) ?? 0;
    const count = groups === -1 ? channels : groups;
    if (!(count > 0) || channels % count !== 0) throw new Error('the channels are not a multiple of the groups');
    if (scale) this.#gamma = this.addWeight('gamma', [channels], 'float32', layers.initializers.ones());
    if (center) this.#beta = this.addWeight('beta', [channels], 'float32', layers.initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = first(inputs);
      const { groups, epsilon, axis } = this.#options;
      const place = axis < 0 ? axis + x.rank : axis;
      const channels = x.shape[place] ?? 0;
      const count = groups === -1 ? channels : groups;
      const before = x.shape.slice(1, place).reduce((product, side) => product * side, 1);
      const grouped = tf.reshape(x, [x.shape[0], before, count, channels / count, -1]);
      const { mean, variance } = tf.moments(grouped, [1, 3, 4], true);
      const normal = tf.reshape(tf.mul(tf.sub(grouped, mean), tf.rsqrt(tf.add(variance, epsilon))), x.shape);
      const along = (weight: layers.LayerVariable) =>
        tf.reshape(
          weight.read(),
          x.shape.map((side, at) => (at === place ? side : 1)),
        );
      const scaled = this.#gamma === null ? normal : tf.mul(normal, along(this.#gamma));
      return this.#beta === null ? scaled : tf.add(scaled, along(this.#beta));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

interface UnitArguments {
  readonly name?: string;
  readonly axis?: number | number[];
}

/** x / sqrt(max(sum of x^2, 1e-12)) along the axis, as keras.layers.UnitNormalization does. */
class UnitNormalization extends layers.layers.Layer {
  static readonly className = 'UnitNormalization';
  readonly #axis: number | number[];

  constructor(args: UnitArguments) {
    super(args);
    this.#axis = args.axis ?? -1;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = first(inputs);
      return tf.mul(x, tf.rsqrt(tf.maximum(tf.sum(tf.square(x), this.#axis, true), 1e-12)));
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), axis: this.#axis };
  }
}

/** x / sqrt(mean of x^2 + epsilon) along the axis, times a scale, as keras.layers.RMSNormalization does. */
class RMSNormalization extends Computed {
  static readonly className = 'RMSNormalization';
  #scale: layers.LayerVariable | null = null;

  override build(inputShape: Shape): void {
    const axis = this.numbers('axis', 1, -1);
    const sides = axis.map((one) => inputShape.at(one) ?? 0);
    this.#scale = this.weight('scale', sides);
    this.built = true;
  }

  override compute([x]: readonly tf.Tensor[]): tf.Tensor {
    const input = x as tf.Tensor;
    const axis = this.numbers('axis', 1, -1).map((one) => (one < 0 ? one + input.rank : one));
    const square = tf.mean(tf.square(input), axis, true);
    const normal = tf.mul(input, tf.rsqrt(tf.add(square, Number(this.options['epsilon'] ?? 1e-6))));
    const shape = input.shape.map((side, at) => (axis.includes(at) ? side : 1));
    return this.#scale === null ? normal : tf.mul(normal, tf.reshape(this.#scale.read(), shape));
  }
}

export function registerNormalization(): void {
  tf.serialization.registerClass(RMSNormalization);
  tf.serialization.registerClass(GroupNormalization);
  tf.serialization.registerClass(UnitNormalization);
}
