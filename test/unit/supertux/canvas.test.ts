import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fillGradient, makeCanvas, sample, shade, shrink, SOLID, stamp } from '../../../grader/supertux/canvas.js';
import type { Picture } from '../../../grader/supertux/pictures.js';

/** Pixels as [red, alpha]; green and blue are 0. */
function picture(width: number, pixels: readonly (readonly [number, number])[]): Picture {
  return {
    width,
    height: pixels.length / width,
    rgba: Uint8Array.from(pixels.flatMap(([red, alpha]) => [red, 0, 0, alpha])),
  };
}
const reds = ({ rgb }: { rgb: Uint8Array }) => [...rgb].filter((_, index) => index % 3 === 0);

describe('stamping', () => {
  const two = picture(2, [
    [10, 255],
    [20, 255],
    [30, 255],
    [40, 255],
  ]);
  test('mirrored and upside down', () => {
    const draw = (mirrored: boolean, flipped: boolean) => {
      const canvas = makeCanvas(2, 2);
      stamp(canvas, { picture: two, x: 0, y: 0, mirrored, flipped, owner: 7 });
      return reds(canvas);
    };
    expect([draw(false, false), draw(true, false), draw(false, true), draw(true, true)]).toEqual([
      [10, 20, 30, 40],
      [20, 10, 40, 30],
      [30, 40, 10, 20],
      [40, 30, 20, 10],
    ]);
  });
  test('only what is on the canvas, and a part of the picture', () => {
    const canvas = makeCanvas(2, 2);
    stamp(canvas, { picture: two, x: -1, y: 1, owner: 7 });
    expect(reds(canvas)).toEqual([0, 0, 20, 0]);
    expect([...canvas.owner]).toEqual([0, 0, 7, 0]);
    stamp(canvas, { picture: two, region: { x: 1, y: 1, width: 1, height: 1 }, x: 0, y: 0, owner: SOLID });
    expect(reds(canvas)).toEqual([40, 0, 20, 0]);
  });
  test('half seen through: the mean, and no owner below half', () => {
    const canvas = makeCanvas(2, 1);
    stamp(canvas, {
      picture: picture(2, [
        [200, 128],
        [200, 127],
      ]),
      x: 0,
      y: 0,
      owner: 7,
    });
    // 200 * 128 / 255 and 200 * 127 / 255
    expect(reds(canvas)).toEqual([100, 100]);
    expect([...canvas.owner]).toEqual([7, 0]);
  });
});

describe('shrinking', () => {
  const canvasOf = (width: number, values: readonly number[]) => {
    const canvas = makeCanvas(width, values.length / width);
    values.forEach((value, index) => canvas.rgb.fill(value, 3 * index, 3 * index + 3));
    return canvas;
  };
  test('each pixel is the mean of the area that it covers', () => {
    expect(reds({ rgb: shrink(canvasOf(4, [0, 100, 50, 50, 200, 100, 50, 50, 0, 0, 8, 8, 0, 0, 8, 8]), 2) })).toEqual([
      100, 50, 0, 8,
    ]);
    // 3 cells onto 2: (0 + 30 / 2) / 1.5 and (30 / 2 + 60) / 1.5
    expect(reds({ rgb: shrink(canvasOf(3, [0, 30, 60, 0, 30, 60, 0, 30, 60]), 2) })).toEqual([10, 50, 10, 50]);
  });
  test('a plain canvas stays plain, larger or smaller', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 255 }), (side, value) => {
        const canvas = canvasOf(
          side,
          Array.from({ length: side * side }, () => value),
        );
        expect(new Set(shrink(canvas, 16))).toEqual(new Set([value]));
      }),
    );
  });
});

test('a gradient runs over the screen, not over the canvas', () => {
  const canvas = makeCanvas(1, 3);
  fillGradient(canvas, [0, 0, 0], [1, 1, 1], 5, 10);
  expect(reds(canvas)).toEqual([128, 153, 179]);
});

test('light darkens no further than its floor', () => {
  const canvas = makeCanvas(1, 1);
  canvas.rgb.set([200, 200, 200]);
  shade(canvas, [1, 0.5, 0], 0.45);
  expect([...canvas.rgb]).toEqual([200, 100, 90]);
});

test('a class map takes the owner in the middle of each part', () => {
  const canvas = makeCanvas(4, 4);
  canvas.owner.set([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  expect(sample(canvas, 2, (owner) => owner)).toEqual([1, 2, 3, 4]);
});
