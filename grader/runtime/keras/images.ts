/** Layers over images that tf.js computes otherwise than Keras: pooling that keeps its sides, bilinear upsampling. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

/** Sides, null where they are not known yet. */
type Shape = (number | null)[];

interface ImageArguments {
  readonly name?: string;
  readonly dataFormat?: string;
  readonly size?: number | readonly number[];
}

const first = (inputs: tf.Tensor | tf.Tensor[]) => (Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs);
const isChannelsFirst = (format: string | undefined) => format === 'channelsFirst' || format === 'channels_first';

/** Global pooling with keepdims, which tf.js ignores: [N, H, W, C] -> [N, 1, 1, C]. */
abstract class KeptPooling extends layers.layers.Layer {
  readonly #axes: [number, number];
  readonly #dataFormat: string;

  constructor(args: ImageArguments) {
    super(args);
    this.#dataFormat = args.dataFormat ?? 'channelsLast';
    this.#axes = isChannelsFirst(args.dataFormat) ? [2, 3] : [1, 2];
  }

  abstract pool(x: tf.Tensor, axes: number[]): tf.Tensor;

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape.map((side, axis) => (this.#axes.includes(axis) ? 1 : side));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => this.pool(first(inputs), this.#axes));
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), dataFormat: this.#dataFormat };
  }
}

class GlobalAveragePooling2DKept extends KeptPooling {
  static readonly className = 'GlobalAveragePooling2DKept';
  override pool(x: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.mean(x, axes, true);
  }
}

class GlobalMaxPooling2DKept extends KeptPooling {
  static readonly className = 'GlobalMaxPooling2DKept';
  override pool(x: tf.Tensor, axes: number[]): tf.Tensor {
    return tf.max(x, axes, true);
  }
}

/** Bilinear with the centres of pixels at halves, as Keras resizes; tf.js's own layer has them at whole numbers. */
class UpSampling2DBilinear extends layers.layers.Layer {
  static readonly className = 'UpSampling2DBilinear';
  readonly #size: readonly [number, number];

  constructor(args: ImageArguments) {
    super(args);
    if (isChannelsFirst(args.dataFormat)) throw new Error('UpSampling2D is computed with the channels last only');
    const { size = 2 } = args;
    const [height = 2, width = 2] = typeof size === 'number' ? [size, size] : size;
    this.#size = [height, width];
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [rows = null, height = null, width = null, channels = null] = inputShape;
    const times = (side: number | null, by: number) => (side === null ? null : side * by);
    return [rows, times(height, this.#size[0]), times(width, this.#size[1]), channels];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = first(inputs) as tf.Tensor4D;
      const sides: [number, number] = [x.shape[1] * this.#size[0], x.shape[2] * this.#size[1]];
      return tf.image.resizeBilinear(x, sides, false, true);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), size: [...this.#size] };
  }
}

const TfCenterCrop = layers.layers.centerCrop({ height: 1, width: 1 })
  .constructor as tf.serialization.SerializableConstructor<layers.layers.Layer>;

/** tf.js's own writes its output's sides into the shape of its input, which the model then expects. */
class CenterCrop extends TfCenterCrop {
  static override readonly className = 'CenterCrop';

  static override fromConfig<T extends tf.serialization.Serializable>(
    cls: tf.serialization.SerializableConstructor<T>,
    config: tf.serialization.ConfigDict,
  ): T {
    return new cls(config);
  }

  override computeOutputShape(inputShape: Shape): Shape | Shape[] {
    return super.computeOutputShape([...inputShape]);
  }
}

export function registerImageLayers(): void {
  for (const one of [GlobalAveragePooling2DKept, GlobalMaxPooling2DKept, UpSampling2DBilinear, CenterCrop]) {
    tf.serialization.registerClass(one);
  }
}
