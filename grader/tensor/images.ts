/** Images as numbers: their sides, and what is done to pixels before a model gets them. */

/** Height and width of images, where nothing else is said: those of SuperTux. */
export const IMAGE_SIDE = 64;

/** Pixels are bytes, row by row, the channels of a pixel beside each other: [height, width, channels]. */
export interface ImageShape {
  readonly width: number;
  readonly height: number;
  /** 3: red, green, blue; 1: grey. */
  readonly channels: 1 | 3;
}

/** What says how large images are: `side` for square ones, else `width` and `height`. */
export interface ImageSizeFields {
  readonly side?: number;
  readonly width?: number;
  readonly height?: number;
  readonly channels?: 1 | 3;
}

/** One number is the side of square images. */
export type ImageSize = number | ImageSizeFields;

/** Colours where nothing is said of channels. */
export function imageShapeOf(size: ImageSize): ImageShape {
  const {
    side = IMAGE_SIDE,
    width = side,
    height = side,
    channels = 3,
  } = typeof size === 'number' ? { side: size } : size;
  return { width, height, channels };
}

/** Bytes of one image. */
export function bytesOfImage({ width, height, channels }: ImageShape): number {
  return width * height * channels;
}

/** `28 x 28`, the width first, as programs that show images have it. */
export function sizeWords({ width, height }: Pick<ImageShape, 'width' | 'height'>): string {
  return `${String(width)} x ${String(height)}`;
}

/**
 * What becomes of every number v of an example: v / divisor, and then (that - mean) / std. Each step is rounded to
 * float32, as tf.js and Keras do it.
 */
export interface Scaling {
  readonly divisor: number;
  /** One number, or one for each channel, the innermost side of an example. */
  readonly standard?: { readonly mean: readonly number[]; readonly std: readonly number[] };
}

/** Largest value of a pixel. */
const WHITE = 255;

/** Ranges of pixels that a rubric may name. */
export const PIXEL_RANGES = ['0..1', '0..255', '-1..1'] as const;
export type PixelRange = (typeof PIXEL_RANGES)[number];

/** What a rubric says of pixels. */
interface PixelFields {
  readonly range?: PixelRange;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
}

/** Pixels as a model is given them: from 0 to 1 where the rubric says nothing. */
export function scalingOf({ range = '0..1', mean, std }: PixelFields): Scaling {
  const plain = RANGES[range];
  // the rules of a rubric let standardised -1..1 not pass
  return mean === undefined && std === undefined
    ? plain
    : { ...plain, standard: { mean: mean ?? [0], std: std ?? [1] } };
}

export const RANGES: Readonly<Record<PixelRange, Scaling>> = {
  '0..1': { divisor: WHITE },
  '0..255': { divisor: 1 },
  '-1..1': { divisor: WHITE / 2, standard: { mean: [1], std: [1] } },
};

/** `count` numbers from `start` on, which is the first of a pixel. */
export function scale(
  values: ArrayLike<number>,
  start: number,
  count: number,
  { divisor, standard }: Scaling,
): Float32Array {
  const scaled = new Float32Array(count);
  // plain loops: `from` with a function takes ten times as long, which shows with a thousand images
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
