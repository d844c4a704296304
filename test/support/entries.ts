/** Entries of a data set, of synthetic pictures that are plainly different from each other. */
import type { Entry } from '../../grader/collected/analysis/entry.js';
import { looksOf } from '../../grader/collected/analysis/looks.js';
import { makeRng } from '../../grader/numerics/rng.js';

/** Pictures are SIDE x SIDE. */
export const SIDE = 16;
export const SIZE = SIDE * SIDE * 3;

/** Blocks of 2 x 2 pixels in random colours: smooth enough that thumbnails keep something of it. */
export function picture(seed: number): Uint8Array {
  const rng = makeRng(seed);
  const cells = Float64Array.from({ length: 8 * 8 * 3 }, () => 255 * rng.nextUniform());
  return Uint8Array.from({ length: SIZE }, (_, at) => {
    const [pixel, channel] = [Math.floor(at / 3), at % 3];
    const cell = Math.floor(Math.floor(pixel / SIDE) / 2) * 8 + Math.floor((pixel % SIDE) / 2);
    return cells[cell * 3 + channel] ?? 0;
  });
}

export function mirroredPicture(pixels: Uint8Array): Uint8Array {
  return pixels.map((_, at) => {
    const [pixel, channel] = [Math.floor(at / 3), at % 3];
    const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
    return pixels[(row * SIDE + SIDE - 1 - column) * 3 + channel] ?? 0;
  });
}

/** In row 2 of the only split and of class 0, unless something else is said. */
export function entryOf(file: string, pixels: Uint8Array, more: Partial<Entry> = {}): Entry {
  return { file, row: 2, split: '', label: 0, level: null, looks: looksOf(pixels, SIDE), ...more };
}
