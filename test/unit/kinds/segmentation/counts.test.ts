/** Intersection and union against nested loops over every pixel, and the laws that any such count obeys. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  countPixels,
  meanIouOf,
  meanOfBestConstant,
  perClassOf,
  reorder,
  rightOf,
} from '../../../../grader/kinds/segmentation/counts.js';

const CLASSES = 4;
const maps = fc.array(fc.tuple(fc.constantFrom(0, 1, 2, 3, 255), fc.constantFrom(0, 1, 2, 3, 7, 255)), {
  maxLength: 40,
});
type Pixels = readonly (readonly [number, number])[];
const countsOf = (pixels: Pixels) =>
  countPixels(
    Uint8Array.from(pixels, ([truth]) => truth),
    Uint8Array.from(pixels, ([, said]) => said),
    CLASSES,
  );

/** By the definition: two sets of pixels for each class. */
function byHand(pixels: Pixels): { intersection: number; union: number }[] {
  const counted = pixels.filter(([truth]) => truth !== 255);
  return [0, 1, 2, 3].map((label) => {
    let intersection = 0;
    let union = 0;
    for (const [truth, said] of counted) {
      if (truth === label && said === label) intersection += 1;
      if (truth === label || said === label) union += 1;
    }
    return { intersection, union };
  });
}

test('a picture of six pixels, by hand', () => {
  // one is ignored, one has no class
  const pixels: Pixels = [
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 255],
    [255, 2],
    [0, 0],
  ];
  const counts = countsOf(pixels);
  expect(counts.ignored).toBe(1);
  expect(perClassOf(counts)).toEqual([
    { intersection: 2, union: 3, iou: 2 / 3 },
    { intersection: 1, union: 3, iou: 1 / 3 },
    { intersection: 0, union: 0, iou: null },
    { intersection: 0, union: 0, iou: null },
  ]);
  expect(meanIouOf(counts)).toBe(0.5);
  expect(rightOf(counts)).toEqual({ correct: 3, pixels: 5 });
});

describe('laws', () => {
  test('the counts are those of the definition', () => {
    fc.assert(
      fc.property(maps, (pixels) => {
        const found = perClassOf(countsOf(pixels));
        const expected = byHand(pixels);
        expect(found.map(({ intersection, union }) => ({ intersection, union }))).toEqual(expected);
        const ious = expected.filter(({ union }) => union > 0).map((one) => one.intersection / one.union);
        const mean = ious.length === 0 ? 0 : ious.reduce((sum, iou) => sum + iou, 0) / ious.length;
        expect(meanIouOf(countsOf(pixels))).toBeCloseTo(mean, 12);
      }),
    );
  });
  test('the truth itself has 1, whatever is ignored; no agreement has 0', () => {
    fc.assert(
      fc.property(maps, (pixels) => {
        const counted = pixels.some(([truth]) => truth !== 255);
        expect(meanIouOf(countsOf(pixels.map(([truth]) => [truth, truth])))).toBe(counted ? 1 : 0);
        const never = pixels.map(([truth]): [number, number] => [truth, (truth + 1) % CLASSES]);
        expect(meanIouOf(countsOf(never))).toBe(0);
      }),
    );
  });
  test('the order of pixels does not matter, and that of classes only permutes', () => {
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(maps, order, (pixels, to) => {
        expect(countsOf([...pixels].reverse())).toEqual(countsOf(pixels));
        const renamed = (label: number) => to[label] ?? label;
        const other = perClassOf(countsOf(pixels.map(([truth, said]) => [renamed(truth), renamed(said)])));
        expect([0, 1, 2, 3].map((label) => other[renamed(label)])).toEqual(perClassOf(countsOf(pixels)));
        const permuted = countsOf(pixels.map(([truth, said]) => [truth, renamed(said)]));
        expect(reorder(permuted, to)).toEqual(countsOf(pixels));
      }),
    );
  });
  test('no constant is better than the best one, which is found without looking at a prediction', () => {
    fc.assert(
      fc.property(maps, (pixels) => {
        const means = [0, 1, 2, 3].map((label) => meanIouOf(countsOf(pixels.map(([truth]) => [truth, label]))));
        expect(meanOfBestConstant(countsOf(pixels))).toBeCloseTo(Math.max(...means), 12);
      }),
    );
  });
});
