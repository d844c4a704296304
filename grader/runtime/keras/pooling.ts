/** Pooling with options of Keras that tf.js ignores: one-dimensional with channels first, `keepdims`. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { registerInPlace, type Constructor, type Kwargs, type Shape } from './in-place.js';
import { first } from './tensors.js';

interface Options {
  readonly dataFormat?: string;
  readonly keepdims?: boolean;
}
type Args = tf.serialization.ConfigDict & Options;

/** Moves channels between the middle and the end: [N, C, T] to [N, T, C] and back. */
const EXCHANGED = [0, 2, 1];
const exchanged = ([rows = null, length = null, channels = null]: Shape): Shape => [rows, channels, length];

/** Extends tf.js's class, which pools over [N, T, C], to [N, C, T]. */
function overTime(Stock: Constructor, className: string): Constructor {
  return class extends Stock {
    static override readonly className = className;
    readonly #isFirst: boolean;
    readonly #dataFormat: string;

    constructor(args: Args) {
      super(args);
      this.#dataFormat = args.dataFormat ?? 'channelsLast';
      this.#isFirst = this.#dataFormat === 'channelsFirst';
    }

    override computeOutputShape(shape: Shape): Shape | Shape[] {
      return this.#isFirst
        ? exchanged(super.computeOutputShape(exchanged(shape)) as Shape)
        : super.computeOutputShape(shape);
    }

    override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Kwargs): tf.Tensor | tf.Tensor[] {
      if (!this.#isFirst) return super.call(inputs, kwargs);
      return tf.tidy(() => {
        const x = tf.transpose(first(inputs), EXCHANGED);
        return tf.transpose(first(super.call(x, kwargs)), EXCHANGED);
      });
    }

    override getConfig(): tf.serialization.ConfigDict {
      return { ...super.getConfig(), dataFormat: this.#dataFormat };
    }
  };
}

/** Pools over all positions of [N, …, C] or [N, C, …]. */
function overAll(
  Stock: Constructor,
  className: string,
  pool: (x: tf.Tensor, axes: number[], keep: boolean) => tf.Tensor,
): Constructor {
  return class extends Stock {
    static override readonly className = className;
    readonly #options: Required<Options>;

    constructor(args: Args | undefined) {
      super(args ?? {});
      this.#options = { dataFormat: args?.dataFormat ?? 'channelsLast', keepdims: args?.keepdims === true };
    }

    #axes(rank: number): number[] {
      const from = this.#options.dataFormat === 'channelsFirst' ? 2 : 1;
      return Array.from({ length: rank - 2 }, (_, axis) => axis + from);
    }

    override computeOutputShape(shape: Shape): Shape {
      const axes = this.#axes(shape.length);
      if (this.#options.keepdims) return shape.map((side, axis) => (axes.includes(axis) ? 1 : side));
      return shape.filter((_, axis) => !axes.includes(axis));
    }

    override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.tidy(() => {
        const x = first(inputs);
        return pool(x, this.#axes(x.rank), this.#options.keepdims);
      });
    }

    override getConfig(): tf.serialization.ConfigDict {
      return { ...super.getConfig(), ...this.#options };
    }
  };
}

const classOf = (layer: layers.layers.Layer) => layer.constructor as Constructor;

export function registerPooling(): void {
  const { maxPooling1d, averagePooling1d, globalMaxPooling1d, globalAveragePooling1d } = layers.layers;
  const { globalMaxPooling2d, globalAveragePooling2d } = layers.layers;
  const all = { dataFormat: 'channelsLast' } as const;
  registerInPlace(overTime(classOf(maxPooling1d({})), 'MaxPooling1D'));
  registerInPlace(overTime(classOf(averagePooling1d({})), 'AveragePooling1D'));
  registerInPlace(overAll(classOf(globalMaxPooling1d()), 'GlobalMaxPooling1D', tf.max));
  registerInPlace(overAll(classOf(globalMaxPooling2d(all)), 'GlobalMaxPooling2D', tf.max));
  registerInPlace(overAll(classOf(globalAveragePooling1d()), 'GlobalAveragePooling1D', tf.mean));
  registerInPlace(overAll(classOf(globalAveragePooling2d(all)), 'GlobalAveragePooling2D', tf.mean));
}
