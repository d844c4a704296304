/** Bilinear upsampling, which tf.js computes differently from Keras. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { isChannelsFirst } from './channel-order.js';
import { resizeAtHalves, withChannelsLast } from './resizing.js';
import { first } from './tensors.js';

/** Sides; null if not known yet. */
type Shape = (number | null)[];

interface ImageArguments {
  readonly name?: string;
  readonly dataFormat?: string;
  readonly size?: number | readonly number[];
}

/** Bilinear with the centres of pixels at half-integers, as in Keras; tf.js's own layer has them at integers. */
class UpSampling2DBilinear extends layers.layers.Layer {
  static readonly className = 'UpSampling2DBilinear';
  readonly #size: readonly [number, number];
  readonly #dataFormat: string;

  constructor(args: ImageArguments) {
    super(args);
    const { size = 2, dataFormat = 'channelsLast' } = args;
    const [height = 2, width = 2] = typeof size === 'number' ? [size, size] : size;
    this.#size = [height, width];
    this.#dataFormat = dataFormat;
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const from = isChannelsFirst(this.#dataFormat) ? 2 : 1;
    return inputShape.map((side, axis) => (side === null ? null : side * (this.#size[axis - from] ?? 1)));
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() =>
      withChannelsLast(first(inputs), isChannelsFirst(this.#dataFormat), (x) =>
        resizeAtHalves(x, [x.shape[1] * this.#size[0], x.shape[2] * this.#size[1]], 'bilinear'),
      ),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), size: [...this.#size], dataFormat: this.#dataFormat };
  }
}

export function registerImageLayers(): void {
  tf.serialization.registerClass(UpSampling2DBilinear);
}
