/** What is noise, and what only looks irregular. */
import { describe, expect, test } from '@jest/globals';
import { isNoise } from '../../../../grader/collected/analysis/noise.js';
import { makeRng } from '../../../../grader/numerics/rng.js';

type Painter = (x: number, y: number, channel: number) => number;

function paint(width: number, height: number, painter: Painter): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return painter(pixel % width, Math.floor(pixel / width), at % 3);
  });
}

function randomly(seed: number): Painter {
  const rng = makeRng(seed);
  return () => Math.floor(256 * rng.nextUniform());
}

/** Each block of this side in a random colour. */
function blocks(side: number, seed: number): Painter {
  const random = randomly(seed);
  const values = paint(64, 64, random);
  return (x, y, channel) => values[(Math.floor(y / side) * 64 + Math.floor(x / side)) * 3 + channel] ?? 0;
}

function greyNoise(seed: number): Painter {
  const values = paint(64, 64, randomly(seed));
  return (x, y) => values[(y * 64 + x) * 3] ?? 0;
}

/** Each value is a fifth of the one at its left, and for the rest random. */
function slightlyCorrelated(seed: number): Painter {
  const values = Array.from(paint(64, 64, randomly(seed)), (value) => value - 127.5);
  for (let at = 3; at < values.length; at += 1) values[at] = 0.2 * (values[at - 3] ?? 0) + 0.8 * (values[at] ?? 0);
  return (x, y, channel) => 127.5 + (values[(y * 64 + x) * 3 + channel] ?? 0);
}

describe('noise', () => {
  test.each<[string, number, number, Painter]>([
    ['of all values', 64, 64, randomly(1)],
    ['in grey', 64, 64, greyNoise(2)],
    ['of two values', 64, 64, (x, y, channel) => (randomly(x * 64 + y * 7 + channel)(0, 0, 0) > 127 ? 255 : 0)],
    ['in blocks of 2 x 2', 64, 64, blocks(2, 3)],
    ['in an image that is not square', 48, 16, randomly(4)],
    ['that is slightly correlated in one direction', 64, 64, slightlyCorrelated(6)],
  ])('%s', (_, width, height, painter) => {
    expect(isNoise(paint(width, height, painter), { width, height })).toBe(true);
  });
});

describe('not noise', () => {
  test.each<[string, number, number, Painter]>([
    ['a gradient', 64, 64, (x, y) => 2 * x + y],
    ['one colour', 64, 64, () => 77],
    ['blocks of 8 x 8', 64, 64, blocks(8, 5)],
    ['neighbours that are opposites', 64, 64, (x, y) => ((x + y) % 2 === 0 ? 255 : 0)],
    ['columns of random colours', 64, 64, (x) => randomly(x)(0, 0, 0)],
    ['rows of random colours: only one direction is like noise', 64, 64, (_x, y) => randomly(y)(0, 0, 0)],
    ['columns of random colours', 64, 64, (x) => randomly(x)(0, 0, 0)],
    ['channels with values that are far apart', 64, 64, (x, _y, channel) => channel * 100 + (x >> 4)],
    ['random pixels, but too few to know', 15, 64, randomly(6)],
    ['blocks of 2 x 2, but too few at half the size', 46, 64, blocks(2, 7)],
  ])('%s', (_, width, height, painter) => {
    expect(isNoise(paint(width, height, painter), { width, height })).toBe(false);
  });
});
