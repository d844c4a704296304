/**
 * A homework of the kind of MNIST, made by code: grey images of digits, and networks that need no training, since they
 * compare an image with the ten shapes. Nearest shape: the largest x . t_k - |t_k|^2 / 2, a single dense layer.
 */
import sharp from 'sharp';
import { makeRng } from '../../grader/numerics/rng.js';
import { tf, tfl } from './exported-model.js';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/** Rows of five bits, seven to a digit. */
const GLYPHS = [
  ['01110', '10001', '10011', '10101', '11001', '10001', '01110'],
  ['00100', '01100', '00100', '00100', '00100', '00100', '01110'],
  ['01110', '10001', '00001', '00110', '01000', '10000', '11111'],
  ['11111', '00010', '00100', '00010', '00001', '10001', '01110'],
  ['00010', '00110', '01010', '10010', '11111', '00010', '00010'],
  ['11111', '10000', '11110', '00001', '00001', '10001', '01110'],
  ['00110', '01000', '10000', '11110', '10001', '10001', '01110'],
  ['11111', '00001', '00010', '00100', '01000', '01000', '01000'],
  ['01110', '10001', '10001', '01110', '10001', '10001', '01110'],
  ['01110', '10001', '10001', '01111', '00001', '00010', '01100'],
] as const;
const SCALE = 3;
const [LEFT, TOP] = [6, 3];

/** Bytes of the shape itself, moved by so many pixels. */
export function shapeOf(digit: number, right = 0, down = 0): Uint8Array {
  const image = new Uint8Array(PIXELS);
  for (const [row, bits] of (GLYPHS[digit] ?? []).entries()) {
    for (const [column, bit] of Array.from(bits).entries()) {
      if (bit === '0') continue;
      for (let at = 0; at < SCALE * SCALE; at += 1) {
        const y = TOP + down + SCALE * row + Math.floor(at / SCALE);
        const x = LEFT + right + SCALE * column + (at % SCALE);
        image[y * SIDE + x] = 255;
      }
    }
  }
  return image;
}

export interface Digit {
  readonly label: number;
  readonly pixels: Uint8Array;
}

/** So many of each class, with noise; the same for the same seed. */
export function makeDigits(each: number, seed: number): Digit[] {
  const rng = makeRng(seed);
  return Array.from({ length: 10 * each }, (_, at) => {
    const label = at % 10;
    const pixels = shapeOf(label).map((value) => Math.abs(value - Math.floor(90 * rng.nextUniform())));
    return { label, pixels };
  });
}

/** A data set of an instructor: PNG files of one channel, and labels.csv. */
export async function digitFiles(digits: readonly Digit[]): Promise<Record<string, string | Uint8Array>> {
  const raw = { width: SIDE, height: SIDE, channels: 1 as const };
  const files = await Promise.all(
    digits.map(async ({ pixels }, at): Promise<[string, Uint8Array]> => [
      `${String(at)}.png`,
      await sharp(pixels, { raw }).toColourspace('b-w').png().toBuffer(),
    ]),
  );
  const rows = digits.map(({ label }, at) => `${String(at)}.png,${String(label)}`);
  return { ...Object.fromEntries(files), 'labels.csv': ['file,label', ...rows, ''].join('\n') };
}

/** What is below 0, made positive. */
export const below0 = (value: number) => Math.max(0, -value);

/** What a network is given for a byte, in float64. */
export type Feed = (byte: number) => number;

/** Sides of its input; `outputOf` is the output of each class; `onlyBelow0` looks at nothing else, as a relu may. */
export interface NetworkOptions {
  readonly input?: readonly number[];
  readonly feed?: Feed;
  readonly outputOf?: (digit: number) => number;
  readonly onlyBelow0?: boolean;
}

/** The nearest shape of ten, for images that are fed so. */
export function shapeNetwork({
  input = [SIDE, SIDE, 1],
  feed = (byte) => byte / 255,
  outputOf = (digit) => digit,
  onlyBelow0 = false,
}: NetworkOptions = {}) {
  const shapes = Array.from({ length: 10 }, (_, digit) =>
    Float64Array.from(shapeOf(digit), (byte) => (onlyBelow0 ? below0(feed(byte)) : feed(byte))),
  );
  const digitAt = Array.from({ length: 10 }, (_, output) =>
    shapes.findIndex((_shape, digit) => outputOf(digit) === output),
  );
  const kernel = Array.from({ length: PIXELS }, (_, at) => digitAt.map((digit) => shapes[digit]?.[at] ?? 0));
  const bias = digitAt.map(
    (digit) => -(shapes[digit] ?? new Float64Array()).reduce((sum, value) => sum + value * value, 0) / 2,
  );
  const dense = tfl.layers.dense({ units: 10, ...(input.length === 1 ? { inputShape: [...input] } : {}) });
  const below = tfl.layers.conv2d({ filters: 1, kernelSize: 1, activation: 'relu', inputShape: [...input] });
  const first = onlyBelow0 ? [below, tfl.layers.flatten()] : [tfl.layers.flatten({ inputShape: [...input] })];
  const network = tfl.sequential({ layers: input.length === 1 ? [dense] : [...first, dense] });
  if (onlyBelow0) below.setWeights([tf.tensor4d([-1], [1, 1, 1, 1]), tf.tensor1d([0])]);
  dense.setWeights([tf.tensor2d(kernel), tf.tensor1d(bias)]);
  return network;
}
