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
  /** [8, 8, 3] of the central half of the image, which contains the object. */
  readonly middle: Uint8Array;
  /** null if there is only one split. */
  readonly across: AcrossLooks | null;
  /** One colour, except for a few pixels. */
  readonly isConstant: boolean;
  /** Random pixels instead of a picture. */
  readonly isNoise: boolean;
}

/** What is compared between splits. */
export interface AcrossLooks {
  /** [8, 8, 3], means of blocks. */
  readonly thumbnail: Uint8Array;
  /** 64 bits: is each of 8 x 8 cells brighter than its right neighbour? In two halves. */
  readonly dHash: readonly [number, number];
}

const THUMBNAIL_SIDE = 8;
const CELLS_SIDE = 16;
const CHANNELS = 3;
/** Rec. 601 brightness in 1/256. */
const WEIGHTS = [77, 150, 29] as const;

/** `pixels` is [height, width, 3]. */
export function looksOf(pixels: Uint8Array, size: ImageSize, { isAcross = true } = {}): Looks {
  const sides = imageShapeOf(size);
  return {
    ...courseLooksOf(pixels, sides),
    mirrored: digestOf(mirror(pixels, sides.width)),
    across: isAcross ? acrossOf(pixels, sides) : null,
    isConstant: isConstant(pixels),
    isNoise: isNoise(pixels, sides),
  };
}

/** Those of them that the course's images are compared by. */
export function courseLooksOf(pixels: Uint8Array, size: ImageSize): Pick<Looks, 'digest' | 'cells' | 'middle'> {
  const sides = imageShapeOf(size);
  const side = Math.min(sides.width, sides.height, CELLS_SIDE);
  const cells = shrink(pixels, sides, side, side);
  return { digest: digestOf(pixels), cells, middle: middleOf(pixels, sides, cells) };
}

function acrossOf(pixels: Uint8Array, sides: Sides): AcrossLooks {
  return { thumbnail: shrink(pixels, sides, THUMBNAIL_SIDE, THUMBNAIL_SIDE), dHash: dHashOf(pixels, sides) };
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

/** If the sides are multiples of 16, the blocks of the central half are among those of the image. */
function middleOf(pixels: Uint8Array, sides: Sides, cells: Uint8Array): Uint8Array {
  if (sides.width % CELLS_SIDE === 0 && sides.height % CELLS_SIDE === 0) {
    return centreOf(cells, { width: CELLS_SIDE, height: CELLS_SIDE });
  }
  const half = { width: sides.width >> 1, height: sides.height >> 1 };
  return shrink(centreOf(pixels, sides), half, THUMBNAIL_SIDE, THUMBNAIL_SIDE);
}

/** The pixels of the central half. */
function centreOf(pixels: Uint8Array, sides: Sides): Uint8Array {
  const [width, height] = [sides.width >> 1, sides.height >> 1];
  const [left, top] = [sides.width >> 2, sides.height >> 2];
  const out = new Uint8Array(width * height * CHANNELS);
  for (let row = 0; row < height; row += 1) {
    const from = ((row + top) * sides.width + left) * CHANNELS;
    out.set(pixels.subarray(from, from + width * CHANNELS), row * width * CHANNELS);
  }
  return out;
}

/** Means of blocks, as [rows, columns, 3]. */
export function shrink(pixels: Uint8Array, size: ImageSize, rows: number, columns: number): Uint8Array {
  const { width, height } = imageShapeOf(size);
  const sums = new Float64Array(rows * columns * CHANNELS);
  const lines = new Uint32Array(rows);
  const ends = Uint32Array.from({ length: columns + 1 }, (_, column) => Math.ceil((column * width) / columns));
  let from = 0;
  for (let line = 0; line < height; line += 1) {
    const row = Math.floor((line * rows) / height);
    lines[row] = (lines[row] ?? 0) + 1;
    addLine(sums, row * columns * CHANNELS, pixels.subarray(from, (from += width * CHANNELS)), ends);
  }
  return meansOf(sums, lines, ends);
}

/** Adds the blocks of a line of pixels, which end where `ends` says, to the sums of their row. */
function addLine(sums: Float64Array, row: number, line: Uint8Array, ends: Uint32Array): void {
  let at = row;
  let from = 0;
  for (let column = 1; column < ends.length; column += 1, at += CHANNELS) {
    const end = (ends[column] ?? 0) * CHANNELS;
    let [red, green, blue] = [0, 0, 0];
    for (; from < end; from += CHANNELS) {
      red += line[from] ?? 0;
      green += line[from + 1] ?? 0;
      blue += line[from + 2] ?? 0;
    }
    sums[at] = (sums[at] ?? 0) + red;
    sums[at + 1] = (sums[at + 1] ?? 0) + green;
    sums[at + 2] = (sums[at + 2] ?? 0) + blue;
  }
}

function meansOf(sums: Float64Array, lines: Uint32Array, ends: Uint32Array): Uint8Array {
  const means = new Uint8Array(sums.length);
  let at = 0;
  for (const count of lines) {
    for (let column = 1; column < ends.length; column += 1) {
      const pixels = count * ((ends[column] ?? 0) - (ends[column - 1] ?? 0));
      for (const end = at + CHANNELS; at < end; at += 1) means[at] = Math.round((sums[at] ?? 0) / pixels);
    }
  }
  return means;
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
  const most = Math.floor((pixels.length / CHANNELS) * (1 - SHARE_OF_COLOUR));
  const red = usualOf(pixels, 0);
  // this alone decides for almost every picture
  if (red.others > most) return false;
  const [green, blue] = [usualOf(pixels, 1), usualOf(pixels, 2)];
  let others = 0;
  for (let at = 0; at < pixels.length && others <= most; at += CHANNELS) {
    const isOther =
      Math.abs((pixels[at] ?? 0) - red.value) > NEAR_COLOUR ||
      Math.abs((pixels[at + 1] ?? 0) - green.value) > NEAR_COLOUR ||
      Math.abs((pixels[at + 2] ?? 0) - blue.value) > NEAR_COLOUR;
    if (isOther) others += 1;
  }
  return others <= most;
}

/** The median of a channel, and the number of values that are not close to it. */
function usualOf(pixels: Uint8Array, channel: number): { readonly value: number; readonly others: number } {
  const counts = new Uint32Array(256);
  for (let at = channel; at < pixels.length; at += CHANNELS) {
    const value = pixels[at] ?? 0;
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const all = pixels.length / CHANNELS;
  let below = 0;
  const value = counts.findIndex((count) => (below += count) * 2 >= all);
  const near = counts.subarray(Math.max(0, value - NEAR_COLOUR), value + NEAR_COLOUR + 1);
  return { value, others: all - near.reduce((sum, count) => sum + count, 0) };
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
