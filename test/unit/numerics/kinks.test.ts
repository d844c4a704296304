/** The nearest subgradient: worked examples, the conditions of optimality, and a grid search. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nearestSubgradient } from '../../../grader/numerics/kinks.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';

const tensor = (values: readonly number[]): TensorData => float64([values.length], values);
const nearest = (
  values: readonly number[],
  reference: readonly number[],
  directions: readonly (readonly number[])[],
) => [...nearestSubgradient(values, tensor(reference), directions.map(tensor))];
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
const minus = (a: readonly number[], b: readonly number[]) => a.map((value, index) => value - (b[index] ?? 0));

describe('worked by hand', () => {
  test.each([
    ['without directions it is the reference', [5, 5], [1, 2], [], [1, 2]],
    ['a value on the segment is itself', [1.25, 0], [1, 0], [[1, 0]], [1.25, 0]],
    ['beyond its end it is the end', [9, 0], [1, 0], [[1, 0]], [2, 0]],
    ['before its beginning it is the reference', [-9, 0], [1, 0], [[1, 0]], [1, 0]],
    ['off the segment it is the foot of the perpendicular', [0.5, 3], [0, 0], [[1, 0]], [0.5, 0]],
    // the projection of (1, 1) on the line through (1, 0.5) is at s = 1.2, beyond the end
    ['the foot lies beyond the end', [1, 1], [0, 0], [[1, 0.5]], [1, 0.5]],
    [
      'a corner of the box',
      [3, 3],
      [0, 0],
      [
        [1, 0],
        [0, 1],
      ],
      [1, 1],
    ],
    [
      'one share free, one at its bound',
      [0.5, 3],
      [0, 0],
      [
        [1, 0],
        [0, 1],
      ],
      [0.5, 1],
    ],
    [
      'two directions that are the same reach twice as far',
      [1.5, 0],
      [0, 0],
      [
        [1, 0],
        [1, 0],
      ],
      [1.5, 0],
    ],
    [
      'directions that cancel',
      [0, 0],
      [0, 0],
      [
        [1, 0],
        [-1, 0],
      ],
      [0, 0],
    ],
    ['a direction of zeros changes nothing', [4], [1], [[0]], [1]],
  ])('%s', (_what, values, reference, directions, expected) => {
    const found = nearest(values, reference, directions);
    for (const [index, value] of expected.entries()) expect(found[index]).toBeCloseTo(value, 12);
  });
});

const number = fc.integer({ min: -40, max: 40 }).map((value) => value / 8);
const vector = (size: number) => fc.array(number, { minLength: size, maxLength: size });
const problems = fc
  .record({ size: fc.integer({ min: 1, max: 4 }), count: fc.integer({ min: 1, max: 4 }) })
  .chain(({ size, count }) =>
    fc.record({
      values: vector(size),
      reference: vector(size),
      directions: fc.array(vector(size), { minLength: count, maxLength: count }),
    }),
  );

test('no point of the box is nearer: the gap to it makes no acute angle with any way into the box', () => {
  fc.assert(
    fc.property(
      problems,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
      (problem, shares) => {
        const { values, reference, directions } = problem;
        const found = nearest(values, reference, directions);
        const other = reference.map(
          (value, index) => value + directions.reduce((sum, one, j) => sum + (shares[j] ?? 0) * (one[index] ?? 0), 0),
        );
        // the variational inequality of a projection on a convex set
        expect(dot(minus(values, found), minus(other, found))).toBeLessThanOrEqual(1e-9);
      },
    ),
    { numRuns: 500 },
  );
});

test('it is as near as the best of a fine grid', () => {
  const steps = Array.from({ length: 41 }, (_, index) => index / 40);
  fc.assert(
    fc.property(vector(2), vector(2), vector(2), vector(2), (values, reference, first, second) => {
      const found = minus(values, nearest(values, reference, [first, second]));
      const onGrid = steps.flatMap((s) =>
        steps.map((t) => {
          const gap = values.map(
            (value, i) => value - (reference[i] ?? 0) - s * (first[i] ?? 0) - t * (second[i] ?? 0),
          );
          return dot(gap, gap);
        }),
      );
      expect(dot(found, found)).toBeLessThanOrEqual(Math.min(...onGrid) + 1e-9);
    }),
    { numRuns: 200 },
  );
});

test('almost equal directions are distinguished', () => {
  const directions = [
    [1, 0],
    [1, 1e-7],
  ];
  // only the second alone reaches this
  const [x = NaN, y = NaN] = nearest([1, 1e-7], [0, 0], directions);
  expect(x).toBeCloseTo(1, 10);
  expect(y).toBeCloseTo(1e-7, 12);
});
