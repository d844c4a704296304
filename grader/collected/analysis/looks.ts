/**
 * The features of an image that are compared instead of its pixels: digests, thumbnails, and the dHash of brightness.
 */
import { createHash } from 'node:crypto';
import { imageShapeOf, type ImageShape, type ImageSize } from '../../tensor/images.js';
import { isNoise } from './noise.js';

type Sides = Pick<ImageShape, 'width' | 'height'>;

export interface Looks {
  /** Equal for equal pixels. */
  readonly digest: string;
  /** Digest of the mirror image. */
  readonly mirrored: string;
  /** [16, 16, 3], means of blocks, by which copies are recognised. Smaller images are kept unchanged. */
  readonly cells: Uint8Array;
  /** [8, 8, 3], means of blocks. */
  readonly thumbnail: Uint8Array;
  /** [8, 8, 3] of the central half of the image, which contains the object. */
  readonly middle: Uint8Array;
  /** 64 bits: is each of 8 x 8 cells brighter than its right neighbour? In two halves. */
  readonly dHash: readonly [number, number];
  /** One colour, except for a few pixels. */
  readonly isConstant: boolean;
  /** Random pixels instead of a picture. */
  readonly isNoise: boolean;
}

const THUMBNAIL_SIDE = 8;
const CELLS_SIDE = 16;
const CHANNELS = 3;
/** Rec. 601 brightness in 1/256. */
const WEIGHTS = [77, 150, 29] as const;

/** `pixels` is [height, width, 3]. */
export function looksOf(pixels: Uint8Array, size: ImageSize): Looks {
  const sides = imageShapeOf(size);
  const { width, height } = sides;
  const cells = Math.min(width, height, CELLS_SIDE);
  const middle = middleOf(pixels, sides);
  return {
    digest: digestOf(pixels),
    mirrored: digestOf(mirror(pixels, width)),
    cells: shrink(pixels, sides, cells, cells),
    thumbnail: shrink(pixels, sides, THUMBNAIL_SIDE, THUMBNAIL_SIDE),
    middle: shrink(middle.pixels, middle, THUMBNAIL_SIDE, THUMBNAIL_SIDE),
    dHash: dHashOf(pixels, sides),
    isConstant: isConstant(pixels),
    isNoise: isNoise(pixels, sides),
  };
}

/** Equal for equal pixels; SHA-256 shortened to 128 bits. */
export function digestOf(pixels: Uint8Array): string {
  return createHash('sha256').update(pixels).digest('hex').slice(0, 32);
}

/** Exchanges left and right of an image or thumbnail. */
export function mirror(pixels: Uint8Array, width: number): Uint8Array {
  const out = new Uint8Array(pixels.length);
  let from = 0;
  while (from < pixels.length) {
    const start = from;
    for (let column = width - 1; column >= 0; column -= 1) {
      const to = start + column * CHANNELS;
      out[to] = pixels[from] ?? 0;
      out[to + 1] = pixels[from + 1] ?? 0;
      out[to + 2] = pixels[from + 2] ?? 0;
      from += CHANNELS;
    }
  }
  return out;
}

function middleOf(pixels: Uint8Array, sides: Sides): Sides & { readonly pixels: Uint8Array } {
  const [width, height] = [sides.width >> 1, sides.height >> 1];
  const [left, top] = [sides.width >> 2, sides.height >> 2];
  const out = new Uint8Array(width * height * CHANNELS);
  for (let row = 0; row < height; row += 1) {
    const from = ((row + top) * sides.width + left) * CHANNELS;
    out.set(pixels.subarray(from, from + width * CHANNELS), row * width * CHANNELS);
  }
  return { width, height, pixels: out };
}

/** Means of blocks, as [rows, columns, 3]. */
export function shrink(pixels: Uint8Array, size: ImageSize, rows: number, columns: number): Uint8Array {
  const { width, height } = imageShapeOf(size);
  const sums = new Float64Array(rows * columns * CHANNELS);
  const counts = new Uint32Array(rows * columns);
  const ends = Array.from({ length: columns }, (_, column) => Math.ceil(((column + 1) * width) / columns));
  for (let row = 0; row < height; row += 1) {
    const above = Math.floor((row * rows) / height) * columns;
    let from = row * width * CHANNELS;
    let start = 0;
    for (let column = 0; column < columns; column += 1) {
      const end = ends[column] ?? width;
      const at = (above + column) * CHANNELS;
      let [red, green, blue] = [0, 0, 0];
      for (let pixel = start; pixel < end; pixel += 1, from += CHANNELS) {
        red += pixels[from] ?? 0;
        green += pixels[from + 1] ?? 0;
        blue += pixels[from + 2] ?? 0;
      }
      addTo(sums, at, red);
      addTo(sums, at + 1, green);
      addTo(sums, at + 2, blue);
      addTo(counts, above + column, end - start);
      start = end;
    }
  }
  return meansOf(sums, counts);
}

function meansOf(sums: Float64Array, counts: Uint32Array): Uint8Array {
  const means = new Uint8Array(sums.length);
  for (let at = 0; at < means.length; at += 1) {
    means[at] = Math.round((sums[at] ?? 0) / (counts[Math.floor(at / CHANNELS)] ?? 1));
  }
  return means;
}

function addTo(values: Float64Array | Uint32Array, at: number, by: number): void {
  values[at] = (values[at] ?? 0) + by;
}

function dHashOf(pixels: Uint8Array, sides: Sides): readonly [number, number] {
  const width = THUMBNAIL_SIDE + 1;
  const small = shrink(pixels, sides, THUMBNAIL_SIDE, width);
  const brightness = Array.from({ length: THUMBNAIL_SIDE * width }, (_, cell) =>
    WEIGHTS.reduce((sum, weight, channel) => sum + weight * (small[cell * CHANNELS + channel] ?? 0), 0),
  );
  const halves: [number, number] = [0, 0];
  for (let bit = 0; bit < THUMBNAIL_SIDE * THUMBNAIL_SIDE; bit += 1) {
    const cell = Math.floor(bit / THUMBNAIL_SIDE) * width + (bit % THUMBNAIL_SIDE);
    const isBrighter = (brightness[cell] ?? 0) > (brightness[cell + 1] ?? 0);
    const half = bit < 32 ? 0 : 1;
    halves[half] = ((halves[half] << 1) | Number(isBrighter)) >>> 0;
  }
  return halves;
}

/** Values this close to the most common one count as its colour; the flattest crop of the game has 91 % such pixels. */
const NEAR_COLOUR = 4;
const SHARE_OF_COLOUR = 0.98;

function isConstant(pixels: Uint8Array): boolean {
  const usual = [0, 1, 2].map((channel) => medianOf(pixels, channel));
  const count = pixels.length / CHANNELS;
  let others = Math.floor(count * (1 - SHARE_OF_COLOUR));
  for (let at = 0; at < pixels.length && others >= 0; at += CHANNELS) {
    const isOther =
      Math.abs((pixels[at] ?? 0) - (usual[0] ?? 0)) > NEAR_COLOUR ||
      Math.abs((pixels[at + 1] ?? 0) - (usual[1] ?? 0)) > NEAR_COLOUR ||
      Math.abs((pixels[at + 2] ?? 0) - (usual[2] ?? 0)) > NEAR_COLOUR;
    if (isOther) others -= 1;
  }
  return others >= 0;
}

function medianOf(pixels: Uint8Array, channel: number): number {
  const counts = new Uint32Array(256);
  for (let at = channel; at < pixels.length; at += CHANNELS) {
    const value = pixels[at] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  let below = 0;
  return counts.findIndex((count) => (below += count) * 2 >= pixels.length / CHANNELS);
}

/** Bits in which two dHashes differ, 0 to 64. */
export function bitsApart([a, b]: readonly [number, number], [c, d]: readonly [number, number]): number {
  return countBits(a ^ c) + countBits(b ^ d);
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Mean of the absolute differences of two thumbnails, 0 to 255. */
export function thumbnailsApart(left: Uint8Array, right: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += Math.abs((left[at] ?? 0) - (right[at] ?? 0));
  return sum / left.length;
}
