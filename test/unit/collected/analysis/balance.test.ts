/** Sizes of classes: counts, and what is too few or too uneven, against a comparison of all pairs. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countClasses, findImbalance } from '../../../../grader/collected/analysis/balance.js';
import { entryOf, picture } from '../../../support/entries.js';

const CLASSES = ['cat', 'dog', 'hen'];
const asked = (minImagesPerClass: number, maxImbalance: number) => ({
  classes: CLASSES,
  minImagesPerClass,
  maxImbalance,
});
const told = (counts: readonly number[], rules: ReturnType<typeof asked>, share?: number) =>
  findImbalance(counts, rules, 'train/labels.csv', share).map(({ code, found }) => `${code}: ${found}`);

describe('images of each class', () => {
  const pixels = picture(1);
  test('are counted by its number; an image without a class is of none', () => {
    const entries = [0, 2, null, 2].map((label) => entryOf('a', pixels, { label }));
    expect(countClasses(entries, 3)).toEqual([1, 0, 2]);
  });
  test('are none without entries', () => {
    expect(countClasses([], 2)).toEqual([0, 0]);
  });
});

describe('too few', () => {
  test('is less than the minimum', () => {
    expect(told([4, 5, 6], asked(5, 10))).toEqual(['class-small: cat has 4 images, expected at least 5']);
  });
  test('is less than a share of it, rounded up', () => {
    // a fifth of 11 is 2.2
    expect(told([3, 3, 2], asked(11, 10), 0.2)).toEqual(['class-small: hen has 2 images, expected at least 3']);
  });
  test('is told at the table of labels, for no row', () => {
    expect(findImbalance([0, 1, 1], asked(1, 10), 'valid/labels.csv')).toEqual([
      {
        code: 'class-small',
        file: 'valid/labels.csv',
        row: null,
        found: 'cat has 0 images, expected at least 1',
      },
    ]);
  });
});

describe('too uneven', () => {
  test('names the largest and the smallest class', () => {
    expect(told([5, 16, 6], asked(0, 3))).toEqual([
      'class-imbalance: dog has 16 images, cat 5: more than 3 times as many',
    ]);
  });
  test('is more than the factor, not the factor itself', () => {
    expect(told([5, 15, 6], asked(0, 3))).toEqual([]);
  });
  test('is not told of an empty class, which is too small already', () => {
    expect(told([0, 100, 100], asked(1, 3))).toEqual([expect.stringMatching(/^class-small: cat has 0 /)]);
  });
  test('is told besides classes that are too small', () => {
    expect(told([1, 100, 100], asked(2, 3)).map((line) => line.split(':')[0])).toEqual([
      'class-small',
      'class-imbalance',
    ]);
  });
});

test('what is told agrees with a comparison of all pairs of classes', () => {
  const counts = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12));
  const law = fc.property(counts, fc.nat(6), fc.integer({ min: 1, max: 4 }), (all, fewest, factor) => {
    const codes = findImbalance(all, asked(fewest, factor), 'labels.csv').map(({ code }) => code);
    const small = all.filter((count) => count < fewest).length;
    const uneven = !all.includes(0) && all.some((one) => all.some((other) => one > factor * other));
    expect(codes).toEqual([...new Array<string>(small).fill('class-small'), ...(uneven ? ['class-imbalance'] : [])]);
  });
  fc.assert(law, { numRuns: 500 });
});
