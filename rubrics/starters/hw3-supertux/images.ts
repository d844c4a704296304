/** Reads images: a table with the columns file and label, and beside it the PNG files that it names. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { convertIndexedToRgb, decode } from 'fast-png';
import { Wrong } from './run';
import * as tf from './tf';

export const CLASSES = ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'];
const SIDE = 64;

export interface Images {
  /** Of each image, 64 x 64 x 3 bytes from 0 to 255. */
  readonly pixels: readonly Uint8Array[];
  /** The number of its class, from 0 in the order of CLASSES. */
  readonly labels: readonly number[];
}

/** The images of a table such as data/labels.csv; null if it is not there. Throws Wrong for what cannot be used. */
export function readImages(table: string): Images | null {
  if (!existsSync(table)) return null;
  const [, ...rows] = readFileSync(table, 'utf8').trim().split(/\r?\n/);
  const pixels: Uint8Array[] = [];
  const labels: number[] = [];
  for (const [index, row] of rows.entries()) {
    const [file, name] = row.split(',');
    const label = CLASSES.indexOf(name?.trim());
    if (label < 0) {
      const known = CLASSES.join(', ');
      throw new Wrong(`${table}, line ${index + 2}: "${name}" is not a class, expected one of ${known}`);
    }
    pixels.push(readPixels(join(dirname(table), file)));
    labels.push(label);
  }
  return { pixels, labels };
}

/** Colours without their transparency, whatever the form of the file. */
function readPixels(path: string): Uint8Array {
  if (!existsSync(path)) throw new Wrong(`${path} is missing, but the table beside it names it`);
  const png = decode(readFileSync(path));
  const { width, height, depth } = png;
  const data = png.palette === undefined ? png.data : convertIndexedToRgb(png);
  const channels = data.length / (width * height);
  if (width !== SIDE || height !== SIDE || (png.palette === undefined && depth !== 8) || channels < 3) {
    throw new Wrong(`${path} has ${width} x ${height} pixels of ${channels} channels, expected 64 x 64 with 3 colours`);
  }
  return Uint8Array.from(
    { length: SIDE * SIDE * 3 },
    (_, index) => data[Math.floor(index / 3) * channels + (index % 3)],
  );
}

export interface Batch {
  /** [N, 64, 64, 3], from 0 to 1. */
  readonly x: tf.Tensor4D;
  /** [N] class numbers. */
  readonly label: tf.Tensor1D;
}

/** The images with these numbers, as a network gets them. */
export function batchOf({ pixels, labels }: Images, numbers: readonly number[]): Batch {
  const values = new Float32Array(numbers.length * SIDE * SIDE * 3);
  for (const [place, number] of numbers.entries()) values.set(pixels[number], place * SIDE * SIDE * 3);
  for (let index = 0; index < values.length; index += 1) values[index] /= 255;
  return {
    x: tf.tensor4d(values, [numbers.length, SIDE, SIDE, 3]),
    label: tf.tensor1d(
      numbers.map((number) => labels[number]),
      'int32',
    ),
  };
}

/** `every` = 2 and `from` = 1: every second image, without the first. */
export function someOf({ pixels, labels }: Images, every: number, from: number): Images {
  const isKept = (_one: unknown, index: number) => index % every === from;
  return { pixels: pixels.filter(isKept), labels: labels.filter(isKept) };
}
