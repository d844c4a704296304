/** Images as numbers: their sides, and the scaling of pixels before a model gets them. Must not read files. */

/** The default height and width of images, those of SuperTux. */
export const IMAGE_SIDE = 64;

/** Pixels are bytes, row by row, with the channels of a pixel next to each other: [height, width, channels]. */
export interface ImageShape {
  readonly width: number;
  readonly height: number;
  /** 3: red, green, blue; 1: grey. */
  readonly channels: 1 | 3;
}

/** The size of images: `side` for square ones, otherwise `width` and `height`. */
export interface ImageSizeFields {
  readonly side?: number;
  readonly width?: number;
  readonly height?: number;
  readonly channels?: 1 | 3;
}

/** One number is the side of square images. */
export type ImageSize = number | ImageSizeFields;

/** The default is colours. */
export function imageShapeOf(size: ImageSize): ImageShape {
  const {
    side = IMAGE_SIDE,
    width = side,
    height = side,
    channels = 3,
  } = typeof size === 'number' ? { side: size } : size;
  return { width, height, channels };
}

/** The bytes of one image. */
export function bytesOfImage({ width, height, channels }: ImageShape): number {
  return width * height * channels;
}

/** `28 x 28`, with the width first, as in programs that show images. */
export function sizeWords({ width, height }: Pick<ImageShape, 'width' | 'height'>): string {
  return `${String(width)} x ${String(height)}`;
}

/**
 * The scaling of every number v of an example: v / divisor, and then (that - mean) / std. Each step is rounded to
 * float32, as in tf.js and Keras.
 */
export interface Scaling {
  readonly divisor: number;
  /** One number, or one for each channel (the last axis of an example). */
  readonly standard?: { readonly mean: readonly number[]; readonly std: readonly number[] };
}

/** The scaling alone, of what has one among other fields. */
export function scalingIn({ divisor, standard }: Scaling): Scaling {
  return standard === undefined ? { divisor } : { divisor, standard };
}

/** The largest value of a pixel. */
const WHITE = 255;

/** The ranges of pixels that a rubric can name. */
export const PIXEL_RANGES = ['0..1', '0..255', '-1..1'] as const;
export type PixelRange = (typeof PIXEL_RANGES)[number];

/** A rubric's settings for pixels. */
interface PixelFields {
  readonly range?: PixelRange;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

/** The scaling of pixels for a model: from 0 to 1 by default. */
export function scalingOf({ range = '0..1', mean, std }: PixelFields): Scaling {
  const plain = RANGES[range];
  // the rules for rubrics refuse -1..1 together with standardisation
  return mean === undefined && std === undefined
    ? plain
    : { ...plain, standard: { mean: mean ?? [0], std: std ?? [1] } };
}

export const RANGES: Readonly<Record<PixelRange, Scaling>> = {
  '0..1': { divisor: WHITE },
  '0..255': { divisor: 1 },
  '-1..1': { divisor: WHITE / 2, standard: { mean: [1], std: [1] } },
};

/** `count` numbers from `start` on, which is the first number of a pixel. They are written to `scaled`. */
export function scale(
  values: ArrayLike<number>,
  start: number,
  count: number,
  { divisor, standard }: Scaling,
  scaled = new Float32Array(count),
): Float32Array {
  // plain loops: `from` with a function takes ten times as long, which matters for a thousand images
  for (let index = 0; index < count; index += 1) scaled[index] = (values[start + index] ?? 0) / divisor;
  if (standard === undefined) return scaled;
  const mean = Float32Array.from(standard.mean);
  const std = Float32Array.from(standard.std);
  for (let index = 0; index < count; index += 1) {
    const centred = Math.fround((scaled[index] ?? 0) - (mean[index % mean.length] ?? 0));
    scaled[index] = centred / (std[index % std.length] ?? 1);
  }
  return scaled;
}
