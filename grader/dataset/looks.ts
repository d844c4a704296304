/** What is compared of an image instead of its pixels: digests, thumbnails, and the dHash of its brightness. */
import { createHash } from 'node:crypto';

export interface Looks {
  /** Equal for equal pixels. */
  readonly digest: string;
  /** Digest of the mirror image. */
  readonly mirrored: string;
  /** [8, 8, 3], means of blocks. */
  readonly thumbnail: Uint8Array;
  /** [8, 8, 3] of the middle half of the image, where what it shows is. */
  readonly middle: Uint8Array;
  /** 64 bits: is each of 8 x 8 cells brighter than its right neighbour? In two halves. */
  readonly dHash: readonly [number, number];
  readonly isConstant: boolean;
}

export const THUMBNAIL_SIDE = 8;
const CHANNELS = 3;
/** Rec. 601 brightness in 1/256. */
const WEIGHTS = [77, 150, 29] as const;

/** `pixels` is [side, side, 3]. */
export function looksOf(pixels: Uint8Array, side: number): Looks {
  return {
    digest: digestOf(pixels),
    mirrored: digestOf(mirror(pixels, side)),
    thumbnail: shrink(pixels, side, THUMBNAIL_SIDE, THUMBNAIL_SIDE),
    middle: shrink(middleOf(pixels, side), side >> 1, THUMBNAIL_SIDE, THUMBNAIL_SIDE),
    dHash: dHashOf(pixels, side),
    isConstant: isConstant(pixels),
  };
}

/** Equal for equal pixels; SHA-256 shortened to 128 bits. */
export function digestOf(pixels: Uint8Array): string {
  return createHash('sha256').update(pixels).digest('hex').slice(0, 32);
}

function mirror(pixels: Uint8Array, side: number): Uint8Array {
  const out = new Uint8Array(pixels.length);
  let from = 0;
  for (let row = 0; row < side; row += 1) {
    for (let column = side - 1; column >= 0; column -= 1) {
      const to = (row * side + column) * CHANNELS;
      for (let channel = 0; channel < CHANNELS; channel += 1, from += 1) out[to + channel] = pixels[from] ?? 0;
    }
  }
  return out;
}

function middleOf(pixels: Uint8Array, side: number): Uint8Array {
  const [half, start] = [side >> 1, side >> 2];
  const out = new Uint8Array(half * half * CHANNELS);
  for (let row = 0; row < half; row += 1) {
    const from = ((row + start) * side + start) * CHANNELS;
    out.set(pixels.subarray(from, from + half * CHANNELS), row * half * CHANNELS);
  }
  return out;
}

/** Means of blocks, as [rows, columns, 3]. */
export function shrink(pixels: Uint8Array, side: number, rows: number, columns: number): Uint8Array {
  const sums = new Float64Array(rows * columns * CHANNELS);
  const counts = new Uint32Array(rows * columns);
  let from = 0;
  for (let row = 0; row < side; row += 1) {
    const above = Math.floor((row * rows) / side) * columns;
    for (let column = 0; column < side; column += 1) {
      const cell = above + Math.floor((column * columns) / side);
      counts[cell] = (counts[cell] ?? 0) + 1;
      for (let channel = 0; channel < CHANNELS; channel += 1, from += 1) {
        const at = cell * CHANNELS + channel;
        sums[at] = (sums[at] ?? 0) + (pixels[from] ?? 0);
      }
    }
  }
  return Uint8Array.from(sums, (sum, at) => Math.round(sum / (counts[Math.floor(at / CHANNELS)] ?? 1)));
}

function dHashOf(pixels: Uint8Array, side: number): readonly [number, number] {
  const width = THUMBNAIL_SIDE + 1;
  const small = shrink(pixels, side, THUMBNAIL_SIDE, width);
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

function isConstant(pixels: Uint8Array): boolean {
  for (let at = CHANNELS; at < pixels.length; at += 1) if (pixels[at] !== pixels[at - CHANNELS]) return false;
  return true;
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
