/**
 * Writes small pictures for reports as PNG files in base64. The bytes depend on the pixels alone, on every machine. Must
 * not decode anything.
 */
import { encode } from 'fast-png';

const ZLIB = { level: 9 } as const;
const MOST_COLOURS = 256;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One byte for each pixel is the place of its colour in the palette: red, green, blue. */
export function indexedPng(pixels: Uint8Array, { width, height }: Size, palette: number[][]): string {
  return base64Of(encode({ width, height, channels: 1, depth: 8, data: pixels, palette }, { zlib: ZLIB }));
}

/** Red, green and blue of each pixel; with a palette if there are few colours. */
export function colourPng(rgb: Uint8Array, { width, height }: Size): string {
  const known = new Map<number, number>();
  const indices = Uint8Array.from({ length: rgb.length / 3 }, (_pixel, at) => {
    const colour = ((rgb[3 * at] ?? 0) << 16) | ((rgb[3 * at + 1] ?? 0) << 8) | (rgb[3 * at + 2] ?? 0);
    const index = known.get(colour) ?? known.size;
    known.set(colour, index);
    return index;
  });
  if (known.size > MOST_COLOURS) {
    return base64Of(encode({ width, height, channels: 3, depth: 8, data: rgb }, { zlib: ZLIB }));
  }
  const palette = [...known.keys()].map((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  return indexedPng(indices, { width, height }, palette);
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
