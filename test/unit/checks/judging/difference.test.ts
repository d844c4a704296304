/** Where two large tensors differ: against brute force over all places and all cells, and by hand. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differenceOf } from '../../../../grader/checks/judging/difference.js';
import type { Value } from '../../../../grader/schema/evidence.js';

const numeric = (value: Value | undefined) => Number(value);
const number = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -50, max: 50 }) },
  fc.constantFrom(NaN, Infinity, -Infinity),
);
/** A shape of up to 3 sides, and two tensors of it. */
const pair = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 3 }).chain((shape) => {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = fc.array(number, { minLength: size, maxLength: size });
  return fc.record({ shape: fc.constant(shape), got: values, expected: values });
});
/** NaN differs from everything, also from NaN. */
const apart = (got: number, expected: number) => (got === expected ? 0 : Math.abs(got - expected));

test('by hand: a vector is one row, a place is an index for each side', () => {
  expect(differenceOf([1, 2, 3], [1, 4, 3.5], [3])).toEqual({
    worst: [
      { at: [1], got: 2, expected: 4 },
      { at: [2], got: 3, expected: 3.5 },
    ],
    map: { rows: 1, columns: 3, values: [[0, 2, 0.5]] },
  });
  const { worst, map } = differenceOf([0, 0, 0, 0, 0, 9, 0, 0], [0, 0, 0, 0, 0, 1, 0, NaN], [2, 2, 2]);
  expect(worst).toEqual([
    { at: [1, 1, 1], got: 0, expected: 'NaN' },
    { at: [1, 0, 1], got: 9, expected: 1 },
  ]);
  expect(map).toMatchObject({
    rows: 2,
    columns: 4,
    values: [
      [0, 0, 0, 0],
      [0, 8, 0, 'NaN'],
    ],
  });
});

test('48 columns are 24 blocks of two, whose cells are means', () => {
  const got = Array.from({ length: 96 }, (_, index) => index);
  const { map } = differenceOf(got, new Array<number>(96).fill(0), [2, 48]);
  expect(map?.values).toHaveLength(2);
  expect(map?.values[0]).toEqual(Array.from({ length: 24 }, (_, block) => 2 * block + 0.5));
  expect(map?.values[1]?.[0]).toBe(48.5);
});

/** The sum and the count of each block, by its row and column, found by going through all numbers. */
function sumsByBlock(differences: readonly number[], columns: number): Map<string, { sum: number; count: number }> {
  const blockOf = (place: number, side: number) => {
    const count = Math.min(24, side);
    const ends = Array.from({ length: count }, (_, block) => Math.floor(((block + 1) * side) / count));
    return ends.findIndex((end) => place < end);
  };
  const sums = new Map<string, { sum: number; count: number }>();
  for (const [index, by] of differences.entries()) {
    const row = blockOf(Math.floor(index / columns), differences.length / columns);
    const key = `${String(row)} ${String(blockOf(index % columns, columns))}`;
    const { sum, count } = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: sum + by, count: count + 1 });
  }
  return sums;
}

describe('laws', () => {
  test('no place that is left out is worse than one that is told, and NaN comes first', () => {
    fc.assert(
      fc.property(pair, ({ shape, got, expected }) => {
        const rank = (by: number) => (Number.isNaN(by) ? Infinity : Math.min(by, Number.MAX_VALUE));
        const all = got.map((value, index) => rank(apart(value, expected[index] ?? NaN)));
        const brute = all
          .filter((by) => by > 0)
          .sort((a, b) => (a === b ? 0 : b - a))
          .slice(0, 5);
        const { worst } = differenceOf(got, expected, shape);
        expect(worst.map((place) => rank(apart(numeric(place.got), numeric(place.expected))))).toEqual(brute);
        for (const { at, got: came } of worst) {
          const index = at.reduce((flat, place, axis) => flat * (shape[axis] ?? 1) + place, 0);
          expect(numeric(came)).toBe(got[index]);
        }
      }),
      { numRuns: 40 },
    );
  });
  test('every number is in exactly one block: the mean of the map, weighted by blocks, is that of all differences', () => {
    fc.assert(
      fc.property(pair, ({ shape, got, expected }) => {
        const [rows, columns] = shape.length === 1 ? [1, shape[0] ?? 1] : [shape[0] ?? 1, got.length / (shape[0] ?? 1)];
        const { map } = differenceOf(got, expected, shape);
        expect(map).toMatchObject({ rows, columns });
        const cells = map?.values ?? [];
        expect(cells).toHaveLength(Math.min(24, rows));
        const sums = sumsByBlock(
          got.map((value, index) => apart(value, expected[index] ?? NaN)),
          columns,
        );
        for (const [row, line] of cells.entries()) {
          expect(line).toHaveLength(Math.min(24, columns));
          for (const [column, mean] of line.entries()) {
            const { sum, count } = sums.get(`${String(row)} ${String(column)}`) ?? { sum: NaN, count: 1 };
            expect(numeric(mean)).toEqual(Number.isFinite(sum) ? expect.closeTo(sum / count, 4) : sum);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
