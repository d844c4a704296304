/** Layers that crop, pad, repeat or pool along the spatial axes of a series, image or volume. Formulas of Keras 3. */
import * as tf from '@tensorflow/tfjs-core';
import { Computed, placesOf } from './computed.js';

abstract class Sides extends Computed {
  /** The only input, and its spatial axes. */
  abstract along(x: tf.Tensor, axes: readonly number[]): tf.Tensor;

  override compute([x]: readonly tf.Tensor[]): tf.Tensor {
    if (x === undefined) throw new Error('a layer without an input');
    return this.along(x, placesOf(x, this.isChannelsFirst));
  }
}

class Cropping extends Sides {
  override along(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
    const begin = x.shape.map(() => 0);
    const size = [...x.shape];
    for (const [index, [before, after]] of this.pairs('cropping', axes.length).entries()) {
      const axis = axes[index] ?? 1;
      begin[axis] = before;
      size[axis] = (x.shape[axis] ?? 0) - before - after;
    }
    return tf.slice(x, begin, size);
  }
}

class ZeroPadding extends Sides {
  override along(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
    const paddings = x.shape.map((): [number, number] => [0, 0]);
    for (const [index, pair] of this.pairs('padding', axes.length).entries()) paddings[axes[index] ?? 1] = pair;
    return tf.pad(x, paddings);
  }
}

class UpSampling extends Sides {
  override along(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
    const sizes = this.numbers('size', axes.length, 2);
    return axes.reduce((repeated, axis, index) => {
      const { length } = { length: (repeated.shape[axis] ?? 0) * (sizes[index] ?? 1) };
      const places = Array.from({ length }, (_, place) => Math.floor(place / (sizes[index] ?? 1)));
      return tf.gather(repeated, tf.tensor1d(places, 'int32'), axis);
    }, x);
  }
}

class GlobalAveragePooling extends Sides {
  override along(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
    return tf.mean(x, [...axes], this.options['keepdims'] === true);
  }
}

class GlobalMaxPooling extends Sides {
  override along(x: tf.Tensor, axes: readonly number[]): tf.Tensor {
    return tf.max(x, [...axes], this.options['keepdims'] === true);
  }
}

/** Each example in one row, channels last. [N, …] -> [N, K], also for a row or a number. */
class Flatten extends Computed {
  static readonly className = 'Flatten';

  override compute([x]: readonly tf.Tensor[]): tf.Tensor {
    if (x === undefined) throw new Error('a layer without an input');
    const isTurned = this.isChannelsFirst && x.rank > 2;
    const turned = isTurned ? tf.transpose(x, [0, ...placesOf(x, true), 1]) : x;
    const [rows = 1] = x.shape as number[];
    return tf.reshape(turned, [rows, x.size / Math.max(1, rows)]);
  }
}

/** Each example in another shape, in which -1 stands for the remaining side. */
class Reshape extends Computed {
  static readonly className = 'Reshape';

  override compute([x]: readonly tf.Tensor[]): tf.Tensor {
    if (x === undefined) throw new Error('a layer without an input');
    const [rows = 1] = x.shape as number[];
    return tf.reshape(x, [rows, ...this.numbers('targetShape', 1, -1)]);
  }
}

/** Makes the same formula for 1, 2 and 3 directions, under Keras's names. */
function inDirections(base: typeof Cropping, name: string, directions: readonly number[]) {
  return directions.map((direction) => {
    const className = `${name}${String(direction)}D`;
    return class extends base {
      static readonly className = className;
    };
  });
}

export function registerSides(): void {
  const all = [
    ...inDirections(Cropping, 'Cropping', [1, 3]),
    ...inDirections(ZeroPadding, 'ZeroPadding', [1, 3]),
    ...inDirections(UpSampling, 'UpSampling', [1, 3]),
    ...inDirections(GlobalAveragePooling, 'GlobalAveragePooling', [3]),
    ...inDirections(GlobalMaxPooling, 'GlobalMaxPooling', [3]),
    ...[Flatten, Reshape],
  ];
  for (const one of all) tf.serialization.registerClass(one);
}
