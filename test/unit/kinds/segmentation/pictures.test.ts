/** Pictures of a segmentation in a report, decoded by another library. */
import { describe, expect, test } from '@jest/globals';
import { decode } from 'fast-png';
import { colourOf, colourWordOf } from '../../../../grader/kinds/segmentation/colours.js';
import { chooseExamples } from '../../../../grader/kinds/segmentation/examples.js';
import { colourPng } from '../../../../grader/tensor/indexed-png.js';
import type { SegmentedSet } from '../../../../grader/stages/resolved.js';

/** Two images of 2 x 3 pixels. */
const TRUTH = [0, 0, 1, 1, 2, 2, 0, 0, 0, 1, 2, 255];
const setWith = (maps: readonly number[]): SegmentedSet => ({
  examples: { dtype: 'uint8', shape: [2, 2, 3, 3], values: Uint8Array.from({ length: 36 }, (_, at) => 7 * at) },
  ...{ divisor: 255, maps: Uint8Array.from(maps), classes: 3, digest: '3'.repeat(64) },
});

describe('pictures', () => {
  const indices = (file: string) => decode(Buffer.from(file, 'base64'));
  test('show the image, the truth and the prediction, the worst image first', () => {
    const predicted = Uint8Array.from(TRUTH, (label, at) => (at === 6 ? 1 : label % 255));
    const [worst, best] = chooseExamples(setWith(TRUTH), predicted);
    expect([worst?.index, worst?.correct, worst?.pixels, best?.index]).toEqual([1, 4, 5, 0]);
    const { data, palette, width, height } = indices(worst?.truth.png ?? '');
    // what does not count has the last place, which is white
    expect([[...data], width, height]).toEqual([[0, 0, 0, 1, 2, 3], 3, 2]);
    expect(palette?.[3]).toEqual([255, 255, 255]);
    expect(palette?.[1]).toEqual([0xe6, 0x9f, 0x00]);
    expect([colourOf(1), colourWordOf(1), colourWordOf(8)]).toEqual(['#e69f00', 'orange', colourOf(8)]);
    expect([...indices(worst?.predicted.png ?? '').data]).toEqual([...predicted.subarray(6)]);
  });
  test('show the colours of the image', () => {
    const [, best] = chooseExamples(
      setWith(TRUTH),
      Uint8Array.from(TRUTH, (label, at) => (at === 6 ? 1 : label % 255)),
    );
    const shown = indices(best?.image.png ?? '');
    const rgb = [...shown.data].flatMap((index) => shown.palette?.[index] ?? []);
    expect(rgb).toEqual(Array.from({ length: 18 }, (_, at) => 7 * at));
  });
  test('are six at most, and small, whatever the images are', () => {
    const side = 300;
    const values = Uint8Array.from({ length: 8 * side * side * 3 }, (_, at) => (at * at * 31) % 251);
    const maps = new Uint8Array(8 * side * side);
    const set: SegmentedSet = { ...setWith([]), examples: { dtype: 'uint8', shape: [8, side, side, 3], values }, maps };
    const examples = chooseExamples(set, maps);
    expect(examples).toHaveLength(6);
    expect(examples[0]).toMatchObject({ image: { width: 60, height: 60 }, truth: { width: 60, height: 60 } });
    expect(JSON.stringify(examples).length).toBeLessThan(120_000);
  });
  test('more colours than a palette holds', () => {
    const rgb = Uint8Array.from({ length: 3 * 300 }, (_, at) =>
      at % 3 === 0 ? Math.floor(at / 3) % 256 : Math.floor(at / 768),
    );
    const { data, channels } = indices(colourPng(rgb, { width: 30, height: 10 }));
    expect([channels, [...data]]).toEqual([3, [...rgb]]);
  });
});

test('255 classes have colours, none of them white', () => {
  const colours = Array.from({ length: 255 }, (_, label) => colourOf(label));
  expect(colours.every((colour) => /^#[0-9a-f]{6}$/.test(colour) && colour !== '#ffffff')).toBe(true);
  expect(new Set(colours.slice(0, 60)).size).toBe(60);
});
