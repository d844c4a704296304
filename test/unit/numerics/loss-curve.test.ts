/** Loss curves with a known shape and a known noise, at both sides of every threshold. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FEWEST_ROWS, readCurve } from '../../../grader/numerics/loss-curve.js';

const rows = (count: number, value: (row: number) => number) => Array.from({ length: count }, (_, row) => value(row));
const verdict = (values: readonly number[]) => readCurve(values).verdict;
/** A noise without trend: +1, -1, -1, +1, ... */
const wave = (row: number) => (row % 4 === 0 || row % 4 === 3 ? 1 : -1);

describe('what cannot be read', () => {
  test('the first row that is not finite', () => {
    expect(readCurve([1, NaN, 2, Infinity])).toEqual({ verdict: 'non-finite', row: 1 });
    expect(readCurve([-Infinity])).toEqual({ verdict: 'non-finite', row: 0 });
  });
  test('nineteen rows are too few, twenty are enough; the caller may ask for others', () => {
    expect(FEWEST_ROWS).toBe(20);
    expect(readCurve(rows(19, (row) => 20 - row))).toEqual({ verdict: 'too-short', row: null });
    expect(verdict(rows(20, (row) => 20 - row))).not.toBe('too-short');
    expect(
      readCurve(
        rows(5, (row) => 5 - row),
        6,
      ).verdict,
    ).toBe('too-short');
    expect(
      readCurve(
        rows(10, (row) => 10 - row),
        10,
      ).verdict,
    ).not.toBe('too-short');
  });
});

describe('without noise', () => {
  test('a straight fall is still falling', () => {
    expect(readCurve(rows(100, (row) => 100 - row))).toEqual({ verdict: 'still-decreasing', row: null });
  });
  test('a fall that is over is a plateau', () => {
    expect(readCurve(rows(100, (row) => 1 + 9 * Math.exp(-row / 10)))).toEqual({ verdict: 'plateau', row: null });
  });
  test('a level curve and a rising one do not fall', () => {
    expect(readCurve(rows(100, () => 3))).toEqual({ verdict: 'not-decreasing', row: null });
    // from 100 to 140: less than half more than at the start
    expect(verdict(rows(100, (row) => 100 + 0.4 * row))).toBe('not-decreasing');
  });
  test('a half more than at the start is blown up', () => {
    expect(verdict(rows(100, (row) => 100 + 0.6 * row))).toBe('blew-up');
    // blocks begin at 100 and end at 150, or at 151
    const step = (to: number) => rows(100, (row) => (row < 50 ? 100 : to));
    expect(verdict(step(150))).toBe('not-decreasing');
    expect(verdict(step(151))).toBe('blew-up');
  });
  test('a fall of two hundredths of the start is none, of three is one', () => {
    const step = (to: number) => rows(100, (row) => (row < 50 ? 100 : to));
    expect(verdict(step(98))).toBe('not-decreasing');
    expect(verdict(step(97))).toBe('plateau');
  });
  test('a rise that undoes a tenth of the fall is ignored, a larger one is reported with its row', () => {
    const valley = (end: number) => rows(100, (row) => (row < 30 ? 100 : row < 60 ? 50 : end));
    expect(verdict(valley(55))).toBe('plateau');
    // blocks 3 to 5 are the lowest: the middle of the first of them is row 35
    expect(readCurve(valley(56))).toEqual({ verdict: 'rose-again', row: 35 });
  });
  test('one that fell and ended above its start rose again, or blew up', () => {
    const valley = (end: number) => rows(100, (row) => (row < 30 ? 100 : row < 60 ? 50 : end));
    expect(verdict(valley(120))).toBe('rose-again');
    expect(readCurve(valley(160))).toEqual({ verdict: 'blew-up', row: 35 });
  });
  test('the last three tenths fall by more than two hundredths of the whole fall, or it is over', () => {
    const stairs = (end: number) => rows(100, (row) => (row < 30 ? 200 : row < 90 ? 100 : end));
    // from 200 to 97.9 the fall is 102.1, of which two hundredths are 2.04
    expect(verdict(stairs(97.9))).toBe('still-decreasing');
    expect(verdict(stairs(98.1))).toBe('plateau');
  });
});

describe('negative losses', () => {
  test('that rise towards 0 have not blown up; far above it they have', () => {
    const rising = (end: number) => rows(100, (row) => (row < 50 ? -4 : end));
    for (const end of [-3, -1, 0, 2, 6]) expect(verdict(rising(end))).toBe('not-decreasing');
    expect(verdict(rising(6.1))).toBe('blew-up');
  });
  test('that fall go down, also through 0', () => {
    expect(verdict(rows(100, (row) => -1 - row))).toBe('still-decreasing');
    expect(verdict(rows(100, (row) => (row < 50 ? 1 : -1)))).toBe('plateau');
  });
});

describe('the end', () => {
  const ends = (...last: number[]) => [...rows(200 - last.length, (row) => 1 + 9 * Math.exp(-row / 5)), ...last];
  test('three rows that are half more than any before are a blow-up, with the first of them; two may be outliers', () => {
    expect(readCurve(ends(15.1, 16, 20))).toEqual({ verdict: 'blew-up', row: 197 });
    expect(verdict(ends(16, 20))).toBe('plateau');
    expect(verdict(ends(16, 20, 14))).toBe('plateau');
    expect(verdict(ends(14, 16, 20))).toBe('plateau');
  });
});

describe('a fall in the first rows alone, and a rise', () => {
  const shape = (end: number) => rows(200, (row) => 1 + Math.exp(-row / 3) + (row < 60 ? 0 : end));
  test('rose again if it undid a tenth of the fall from the first three', () => {
    expect(verdict(shape(0.3))).toBe('rose-again');
    expect(verdict(shape(0.01))).toBe('plateau');
  });
  test('not if only one row was high', () => {
    expect(verdict(rows(200, (row) => (row < 1 ? 2 : row < 60 ? 1 : 1.3)))).toBe('not-decreasing');
  });
});

describe('rows that are alike, as of running averages', () => {
  test('the noise of blocks counts', () => {
    // slow waves, whose second differences are tiny
    const waves = rows(1000, (row) => 1 + 0.1 * Math.sin(row / 25) + 0.1 * Math.sin(row / 61));
    expect(verdict(waves)).toBe('not-decreasing');
  });
});

describe('blocks', () => {
  test('the median of ten rows is between the fifth and the sixth of them, in whatever order they come', () => {
    // rows 100 to 109 have the median 104.5, half more than that is 156.75
    const rising = (end: number) => rows(100, (row) => (row < 10 ? 100 + ((7 * row) % 10) : row < 50 ? 104.5 : end));
    expect(verdict(rising(156.7))).toBe('not-decreasing');
    expect(verdict(rising(156.8))).toBe('blew-up');
    // outliers in the middle of each block
    const outliers = rows(100, (row) => (row % 10 === 4 || row % 10 === 5 ? 0 : row < 50 ? 100 : 50));
    expect(verdict(outliers)).toBe('plateau');
  });
  test('a rise below chance is not blown up, however low it began', () => {
    expect(verdict(rows(100, (row) => (row < 50 ? 1 : 1.7) + wave(row)))).toBe('not-decreasing');
  });
});

describe('a fall at once', () => {
  const falls = (...first: number[]) => [...first, ...rows(200 - first.length, (row) => 1 + 0.001 * wave(row))];
  test('three rows that stand out, the first the most, are a fall', () => {
    expect(verdict(falls(9, 5, 3))).toBe('plateau');
    expect(verdict(falls(9, 5, 3, 2))).toBe('plateau');
  });
  test('one or two rows are none, nor are rows of which the first is not the highest', () => {
    expect(verdict(falls(9))).toBe('not-decreasing');
    expect(verdict(falls(9, 5))).toBe('not-decreasing');
    expect(verdict(falls(5, 9, 3))).toBe('not-decreasing');
    expect(verdict(falls(5, 5, 3))).toBe('not-decreasing');
  });
  test('a rise afterwards of more than two hundredths is no plateau, in any unit', () => {
    // the last block is 0.925 of the slope above the first one
    const rising = (slope: number) => [9, 5, 3, ...rows(197, (row) => 1 + (slope * (row + 3)) / 200)];
    for (const unit of [0.01, 1, 100]) {
      expect(verdict(rising(0.015).map((value) => unit * value))).toBe('plateau');
      expect(verdict(rising(0.03).map((value) => unit * value))).toBe('not-decreasing');
    }
  });
  test('an outlier that is as high later on shows that it is chance', () => {
    const values = falls(9, 5, 3);
    values[150] = 9;
    expect(verdict(values)).toBe('not-decreasing');
    values[150] = 8.9;
    expect(verdict(values)).toBe('plateau');
  });
  test('less than two hundredths of the start is not a fall', () => {
    expect(verdict(falls(1.019, 1.018, 1.017))).toBe('not-decreasing');
    expect(verdict(falls(1.022, 1.018, 1.017))).toBe('plateau');
    for (const unit of [0.01, 100]) {
      expect(verdict(falls(1.019, 1.018, 1.017).map((value) => unit * value))).toBe('not-decreasing');
      expect(verdict(falls(1.022, 1.018, 1.017).map((value) => unit * value))).toBe('plateau');
    }
  });
});

describe('noise', () => {
  test('a fall below four standard deviations of a block is chance', () => {
    // all |second differences| of the wave are 2: s = 1.4826 * 2 / sqrt(6) = 1.2105, of the median of ten rows
    // 1.2533 * 1.2105 / sqrt(10) = 0.4798, and four of them are 1.919
    const step = (by: number) => rows(100, (row) => (row < 50 ? 10 + by : 10) + wave(row));
    expect(verdict(step(1.91))).toBe('not-decreasing');
    expect(verdict(step(1.93))).toBe('plateau');
  });
});

describe('no verdict depends on the unit', () => {
  const shapes = [
    rows(60, (row) => 60 - row + wave(row)),
    rows(60, (row) => 1 + Math.exp(-row / 5)),
    rows(60, (row) => (row < 30 ? 2 : 5)),
    rows(60, (row) => 1 + Math.abs(row - 30)),
  ];
  test('the largest numbers, of which three cannot be added, included', () => {
    for (const values of shapes) {
      const most = Math.max(...values);
      const power = 1023 - Math.floor(Math.log2(most));
      expect(readCurve(values.map((value) => value * 2 ** power))).toEqual(readCurve(values));
      // one number alone is large
      const high = [...values.slice(0, -1), 1e308];
      expect(readCurve(high)).toEqual(readCurve(high.map((value) => value / 2 ** 30)));
    }
  });
  test('any power of two', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shapes), fc.integer({ min: -500, max: 1017 }), (values, power) => {
        expect(readCurve(values.map((value) => value * 2 ** power))).toEqual(readCurve(values));
      }),
    );
  });
});
