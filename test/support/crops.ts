/** The SuperTux crops of the repository as pixels, and small changes to them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPng } from '../../grader/decoder/png.js';

export const SIDE = 64;
const ROW = SIDE * 3;

export interface CropRow {
  readonly file: string;
  readonly label: string;
  readonly pixels: Uint8Array;
}

export function cropsOf(split: 'train' | 'valid' | 'heldout'): CropRow[] {
  const folder = join('fixtures/supertux', split);
  const [, ...rows] = readFileSync(join(folder, 'labels.csv'), 'utf8').trim().split('\n');
  return rows.map((row) => {
    const [file = '', label = ''] = row.split(',');
    const image = readPng(readFileSync(join(folder, file)), SIDE);
    if (image.status === 'bad') throw new Error(`${file}: ${image.found}`);
    return { file, label, pixels: image.pixels };
  });
}

export function mirrored(pixels: Uint8Array): Uint8Array {
  return pixels.map((_, at) => pixels[Math.floor(at / ROW) * ROW + ROW - 3 - (at % ROW) + 2 * (at % 3)] ?? 0);
}

export function brighter(pixels: Uint8Array, by: number): Uint8Array {
  return pixels.map((value) => Math.min(255, value + by));
}

/** One bit of the value at `at`. */
export function oneBit(pixels: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(pixels);
  copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ 1;
  return copy;
}

export function otherCorner(pixels: Uint8Array): Uint8Array {
  return pixels.map((value, at) => (at < 3 ? 255 - value : value));
}

/** Each pixel as the mean of 3 x 3, as a lossy format leaves it. */
export function blurred(pixels: Uint8Array): Uint8Array {
  return pixels.map((_, at) => {
    let sum = 0;
    let count = 0;
    for (const down of [-ROW, 0, ROW]) {
      for (const across of [-3, 0, 3]) {
        const value = pixels[at + down + across];
        sum += value ?? 0;
        count += value === undefined ? 0 : 1;
      }
    }
    return sum / count;
  });
}
