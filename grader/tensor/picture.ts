/**
 * Pictures for reports: an image reduced by block means to at most 32 x 32, as a PNG file in base64. The bytes depend on
 * the pixels alone, on every machine (zlib's depend on the processor). Must not decode anything.
 */
import { encode } from 'fast-png';
import type { ImageShape } from './images.js';

/** The longest side. */
const LONGEST = 32;
const ZLIB = { level: 9 } as const;

/** Pixels row by row, with the channels of a pixel next to each other. */
export interface SmallImage extends ImageShape {
  readonly pixels: Uint8Array;
}

export interface PngPicture {
  readonly width: number;
  readonly height: number;
  readonly png: string;
}

/** Each pixel is the mean of a square block, rounded; blocks at the right and at the bottom may be smaller. */
export function shrink({ width, height, channels, pixels }: SmallImage): SmallImage {
  const side = Math.ceil(Math.max(width, height) / LONGEST);
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const small = new Uint8Array(columns * rows * channels);
  for (let at = 0; at < small.length; at += 1) {
    const channel = at % channels;
    const column = Math.floor(at / channels) % columns;
    const row = Math.floor(at / channels / columns);
    let sum = 0;
    let count = 0;
    for (let y = row * side; y < Math.min(height, (row + 1) * side); y += 1) {
      for (let x = column * side; x < Math.min(width, (column + 1) * side); x += 1) {
        sum += pixels[(y * width + x) * channels + channel] ?? 0;
        count += 1;
      }
    }
    small[at] = Math.round(sum / count);
  }
  return { width: columns, height: rows, channels, pixels: small };
}

export function pictureOf(image: SmallImage): PngPicture {
  const { width, height, channels, pixels } = shrink(image);
  const png = encode({ width, height, channels, depth: 8, data: pixels }, { zlib: ZLIB });
  return { width, height, png: Buffer.from(png).toString('base64') };
}
