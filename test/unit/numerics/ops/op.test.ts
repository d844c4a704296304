/** The tools of all operations: elements, sides, and tensors that are built. */
import { describe, expect, test } from '@jest/globals';
import { at, build, matrixSides, operand, scaled } from '../../../../grader/numerics/ops/op.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

const PAIR = float64([2], [3, -4]);

test('a missing operand is told by its number', () => {
  expect(operand([PAIR], 0)).toBe(PAIR);
  expect(() => operand([PAIR], 1)).toThrow(new RangeError('operand 1 is missing'));
});

test('an element outside a tensor is NaN, so that it cannot look right', () => {
  expect([0, 1, 2, -1].map((index) => at(PAIR, index))).toEqual([3, -4, NaN, NaN]);
});

describe('a tensor that is built', () => {
  test('has a value for each flat index, one for a scalar and none for a side of 0', () => {
    expect(build([2, 3], (index) => 10 * index)).toEqual(float64([2, 3], [0, 10, 20, 30, 40, 50]));
    expect(build([], () => 7)).toEqual(float64([], [7]));
    expect(build([3, 0], () => 7)).toEqual(float64([3, 0], []));
  });
  test('times a factor keeps its shape', () => {
    expect(scaled(float64([1, 2], [3, -4]), -0.5)).toEqual(float64([1, 2], [-1.5, 2]));
  });
});

test.each([
  [[], [1, 1]],
  [[3], [1, 3]],
  [
    [2, 3],
    [2, 3],
  ],
  [
    [2, 3, 4],
    [6, 4],
  ],
  [
    [2, 0],
    [0, 0],
  ],
])('shape %j is a matrix of %j: all sides but the last are rows', (shape, sides) => {
  expect(matrixSides(build(shape, () => 0))).toEqual(sides);
});
