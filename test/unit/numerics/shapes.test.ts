/** Shapes that mean the same values, sums over the batch, transposes; small systems of equations. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  align,
  contrast,
  equalShapes,
  show,
  squeeze,
  sumOverBatch,
  transpose,
} from '../../../grader/numerics/shapes.js';
import { solveSymmetric } from '../../../grader/numerics/solve.js';
import type { OutputForm } from '../../../grader/protocol/worker.js';
import { float64, sizeOf } from '../../../grader/tensor/tensor.js';

const counting = (...shape: number[]) =>
  float64(
    shape,
    Array.from({ length: sizeOf(shape) }, (_, index) => index + 1),
  );
const aligned = (form: OutputForm, found: number[], expected: number[]) =>
  align({ form, data: counting(...found) }, counting(...expected));

describe('align', () => {
  test.each<[OutputForm, number[], number[], string | null]>([
    ['tensor', [2, 3], [2, 3], null],
    ['tensor', [2, 1, 3], [2, 3], 'shape [2, 1, 3] was taken as [2, 3]'],
    ['tensor', [1, 1], [], 'shape [1, 1] was taken as a single number'],
    ['tensor', [], [1, 1], 'a single number was taken as shape [1, 1]'],
    ['typed-array', [6], [2, 3], 'a flat array was read row by row as [2, 3]'],
  ])('%s of %j for %j', (form, found, expected, note) => {
    const result = aligned(form, found, expected);
    expect(result).toMatchObject({ kind: 'same', note });
    expect(result.kind === 'same' && Array.from(result.values)).toEqual([...counting(...found).values]);
  });
  test.each<[OutputForm, number[], number[]]>([
    ['nested-array', [6], [2, 3]],
    ['typed-array', [5], [2, 3]],
    ['typed-array', [3, 2], [2, 3]],
    ['typed-array', [6, 2], [2, 3]],
    ['tensor', [3, 2], [2, 3]],
    ['tensor', [2], [2, 2]],
  ])('%s of %j is not %j', (form, found, expected) => {
    expect(aligned(form, found, expected)).toEqual({ kind: 'other', shape: found });
  });
});

test('shapes in words', () => {
  expect(show([2, 3])).toBe('[2, 3]');
  expect(contrast([], [2])).toBe('is a single number, expected shape [2]');
  expect(contrast([3], [])).toBe('has shape [3], expected a single number');
  expect(squeeze([1, 2, 1, 3])).toEqual([2, 3]);
  expect(equalShapes([2, 3], [2, 4])).toBe(false);
  expect(equalShapes([4, 3], [2, 3])).toBe(false);
  expect(equalShapes([2], [2, 3])).toBe(false);
  expect(equalShapes([], [])).toBe(true);
});

describe('transpose', () => {
  test('rows become columns', () => {
    expect(transpose(float64([2, 3], [1, 2, 3, 4, 5, 6]))).toEqual(float64([3, 2], [1, 4, 2, 5, 3, 6]));
  });
  test('twice gives the same matrix', () => {
    const sides = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
    fc.assert(
      fc.property(sides, (shape) => {
        expect(transpose(transpose(counting(...shape)))).toEqual(counting(...shape));
      }),
    );
  });
  test('anything but a matrix is unchanged', () => {
    const cube = counting(2, 2, 2);
    expect(transpose(cube)).toBe(cube);
  });
});

describe('the sum over the batch', () => {
  test('of two and of three rows', () => {
    expect(sumOverBatch(float64([2, 2], [1, 2, 10, 20]), counting(2))).toEqual(float64([2], [11, 22]));
    expect(sumOverBatch(float64([3], [1, 2, 4]), float64([], [0]))).toEqual(float64([], [7]));
  });
  test('of one row, of no axis or of another rest there is none', () => {
    expect(sumOverBatch(float64([1, 2], [1, 2]), counting(2))).toBeNull();
    expect(sumOverBatch(float64([], [1]), counting(2))).toBeNull();
    expect(sumOverBatch(counting(2, 3), counting(2))).toBeNull();
  });
});

describe('a symmetric system', () => {
  test('by hand', () => {
    // 4x + 2y = 10, 2x + 3y = 11
    const x =
      solveSymmetric(
        [
          [4, 2],
          [2, 3],
        ],
        [10, 11],
      ) ?? [];
    expect(x[0]).toBeCloseTo(1, 12);
    expect(x[1]).toBeCloseTo(3, 12);
    expect(solveSymmetric([], [])).toEqual([]);
  });
  test('three unknowns give back the solution that the right side was made from', () => {
    const number = fc.integer({ min: -5, max: 5 });
    const vector = fc.tuple(number, number, number);
    fc.assert(
      fc.property(fc.tuple(vector, vector, vector), vector, (rows, wanted) => {
        // M'M + I is positive definite
        const dot = (a: readonly number[], b: readonly number[]) =>
          a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0);
        const columns = [0, 1, 2].map((j) => rows.map((row) => row[j] ?? NaN));
        const a = columns.map((one, i) => columns.map((other, j) => dot(one, other) + (i === j ? 1 : 0)));
        const x =
          solveSymmetric(
            a,
            a.map((row) => dot(row, wanted)),
          ) ?? [];
        for (const [i, value] of wanted.entries()) expect(x[i]).toBeCloseTo(value, 6);
      }),
    );
  });
  test('none where the matrix is singular, not positive or not finite', () => {
    expect(
      solveSymmetric(
        [
          [1, 1],
          [1, 1],
        ],
        [1, 1],
      ),
    ).toBeNull();
    expect(
      solveSymmetric(
        [
          [1, 2],
          [2, 1],
        ],
        [1, 1],
      ),
    ).toBeNull();
    expect(solveSymmetric([[0]], [0])).toBeNull();
    expect(solveSymmetric([[-1]], [1])).toBeNull();
    expect(solveSymmetric([[NaN]], [1])).toBeNull();
    expect(solveSymmetric([[1]], [Infinity])).toBeNull();
    // 1e-15 of its diagonal is rounding, 1e-13 is not
    expect(
      solveSymmetric(
        [
          [1, 1],
          [1, 1 + 1e-15],
        ],
        [1, 1],
      ),
    ).toBeNull();
    expect(
      solveSymmetric(
        [
          [1, 1],
          [1, 1 + 1e-13],
        ],
        [1, 1],
      ),
    ).not.toBeNull();
  });
});
