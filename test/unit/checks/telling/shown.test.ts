/** Numbers and tensors as JSON can hold them. */
import { expect, test } from '@jest/globals';
import { shownTensor, valueOf } from '../../../../grader/checks/telling/shown.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

test.each([
  [1 / 3, 0.3333333],
  [-0.1, -0.1],
  [123456789, 123456800],
  [NaN, 'NaN'],
  [Infinity, 'Infinity'],
  [-Infinity, '-Infinity'],
])('%p is %p', (number, value) => {
  expect(valueOf(number)).toBe(value);
});

test('values are listed up to 64', () => {
  const of = (count: number) => float64([count], new Float64Array(count).fill(1 / 3));
  expect(shownTensor(of(64))).toEqual({ shape: [64], values: Array.from({ length: 64 }, () => 0.3333333) });
  expect(shownTensor(of(65))).toEqual({ shape: [65] });
  expect(shownTensor(float64([], [2]))).toEqual({ shape: [], values: [2] });
});
