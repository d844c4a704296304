/**
 * Layers that change the sides of images: Resizing, whose output shape tf.js does not know; CenterCrop, which it cuts
 * from the wrong position; RandomWidth, which it also applies at inference.
 */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { isChannelsFirst } from './channel-order.js';
import { registerInPlace, type Constructor, type Shape } from './in-place.js';
import { resizeAtHalves, withChannelsLast, type Interpolation } from './resizing.js';
import { first } from './tensors.js';

interface Options {
  readonly height: number;
  readonly width: number;
  readonly interpolation?: string;
  readonly cropToAspectRatio?: boolean;
  readonly dataFormat?: string;
  /** Set by the translation: resize as Keras does, with the centres of pixels at half-integers. */
  readonly atHalves?: boolean;
}
type Args = tf.serialization.ConfigDict & Options;

const StockResizing = layers.layers.resizing({ height: 1, width: 1 }).constructor as Constructor;
const StockCenterCrop = layers.layers.centerCrop({ height: 1, width: 1 }).constructor as Constructor;
const StockRandomWidth = layers.layers.randomWidth({ factor: 0.1 }).constructor as Constructor;

/** [N, H, W, C] or [N, C, H, W] with new sides. */
function withSides([rows = null, ...rest]: Shape, { height, width, dataFormat }: Options): Shape {
  return isChannelsFirst(dataFormat) ? [rows, rest[0] ?? null, height, width] : [rows, height, width, rest[2] ?? null];
}

/** The central part; its sides are at most those of the images. */
function middle(x: tf.Tensor4D, height: number, width: number): tf.Tensor4D {
  const [rows, tall, wide, channels] = x.shape;
  const [top, left] = [Math.floor((tall - height) / 2), Math.floor((wide - width) / 2)];
  return tf.slice4d(x, [0, top, left, 0], [rows, height, width, channels]);
}

/** The largest central part with the proportions of the new sides. */
function inProportion(x: tf.Tensor4D, { height, width }: Options): tf.Tensor4D {
  const [, tall, wide] = x.shape;
  const cut = (side: number, wanted: number) => Math.max(1, Math.min(side, Math.floor(wanted)));
  return middle(x, cut(tall, (wide * height) / width), cut(wide, (tall * width) / height));
}

class Resizing extends StockResizing {
  static override readonly className = 'Resizing';
  readonly #options: Options & { readonly interpolation: Interpolation };

  constructor(args: Args) {
    super(args);
    const { height, width, interpolation = 'bilinear', dataFormat = 'channelsLast' } = args;
    const { cropToAspectRatio = false, atHalves = false } = args;
    const kind = interpolation as Interpolation;
    this.#options = { height, width, interpolation: kind, dataFormat, cropToAspectRatio, atHalves };
  }

  override computeOutputShape(shape: Shape): Shape {
    return withSides(shape, this.#options);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { height, width, interpolation, dataFormat, cropToAspectRatio, atHalves } = this.#options;
    const toCorners = cropToAspectRatio !== true;
    return tf.tidy(() =>
      withChannelsLast(first(inputs), isChannelsFirst(dataFormat), (x) => {
        if (atHalves === true) {
          return resizeAtHalves(toCorners ? x : inProportion(x, this.#options), [height, width], interpolation);
        }
        return interpolation === 'nearest'
          ? tf.image.resizeNearestNeighbor(x, [height, width], toCorners)
          : tf.image.resizeBilinear(x, [height, width], toCorners);
      }),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

/** The centre of the images; smaller images are resized in proportion. As keras.layers.CenterCrop. */
class CenterCrop extends StockCenterCrop {
  static override readonly className = 'CenterCrop';
  readonly #options: Options;

  constructor(args: Args) {
    super(args);
    this.#options = { height: args.height, width: args.width, dataFormat: args.dataFormat ?? 'channelsLast' };
  }

  override computeOutputShape(shape: Shape): Shape {
    return withSides(shape, this.#options);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const { height, width, dataFormat } = this.#options;
    return tf.tidy(() =>
      withChannelsLast(first(inputs), isChannelsFirst(dataFormat), (x) =>
        x.shape[1] >= height && x.shape[2] >= width
          ? middle(x, height, width)
          : resizeAtHalves(inProportion(x, this.#options), [height, width], 'bilinear'),
      ),
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.#options };
  }
}

/** Changes images only in training. */
class RandomWidth extends StockRandomWidth {
  static override readonly className = 'RandomWidth';

  override computeOutputShape(shape: Shape): Shape {
    return shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return first(inputs);
  }
}

export function registerImageSizes(): void {
  for (const one of [Resizing, CenterCrop, RandomWidth]) registerInPlace(one);
}
