/** What numbers show by themselves: zeros, constants, and multiples of the right ones. */
import { describe, expect, test } from '@jest/globals';
import { factorOf, isConstant, isZero, type Seen } from '../../../grader/numerics/alone.js';
import { infinityNorm } from '../../../grader/numerics/closeness.js';
import { float64 } from '../../../grader/tensor/tensor.js';

function seen(values: readonly number[], reference: readonly number[], shape = [reference.length]): Seen {
  const right = float64([reference.length], reference);
  return {
    observed: { form: 'tensor', data: float64(shape, values) },
    expected: { reference: right, largest: infinityNorm(right) },
  };
}

const R1 = [1, -2, 3];
const R2 = [4, 5, -6];
const times = (factor: number, values: readonly number[]) => values.map((value) => factor * value);

test('zeros at every sample are zero, at one sample not', () => {
  expect(isZero([seen([0, 0, 0], R1), seen([0, 0, 0], R2)])).toBe(true);
  expect(isZero([seen([0, 0, 0], R1), seen([0, 0, 1e-3], R2)])).toBe(false);
  expect(isZero([seen([NaN, 0, 0], R1)])).toBe(false);
});

describe('constants', () => {
  test('the same numbers at two samples, where the right ones are others', () => {
    expect(isConstant([seen([7, 8, 9], R1), seen([7, 8, 9], R2)])).toBe(true);
    expect(isConstant([seen([7, 8, 9], R1), seen([7, 8, 9], R1)])).toBe(false);
    expect(isConstant([seen([7, 8, 9], R1), seen([7, 8, 9, 1], [1, 2, 3, 4])])).toBe(false);
    expect(isConstant([seen([7, 8, 9, 1], [1, 2, 3, 4]), seen([7, 8, 9], R1)])).toBe(false);
    expect(isConstant([seen([7, 8, 9], R1), seen([7, 8, 1], R2)])).toBe(false);
    expect(isConstant([seen([7, 8, 9], R1), seen([7, 8, 9], R2), seen([7, 8, 0], R1)])).toBe(false);
    expect(isConstant([seen([7, 8, 9], R1), seen([7, 8, 9], R1), seen([7, 8, 9], R2)])).toBe(true);
  });
  test('one sample is not enough, and none is not', () => {
    expect(isConstant([seen([7, 8, 9], R1)])).toBe(false);
    expect(isConstant([])).toBe(false);
  });
});

describe('a constant times the right answer', () => {
  test('is the same at every sample', () => {
    expect(factorOf([seen(times(3.14159, R1), R1), seen(times(3.14159, R2), R2)])).toBeCloseTo(3.14159, 12);
    expect(factorOf([seen(times(-0.5, R1), R1)])).toBe(-0.5);
  });
  test('to a thousandth, in either direction', () => {
    const twice = (other: number) => factorOf([seen(times(3, R1), R1), seen(times(other, R2), R2)]);
    expect(twice(3.0029)).toBe(3);
    expect(twice(2.9971)).toBe(3);
    expect(twice(3.0031)).toBeNull();
    expect(twice(2.9969)).toBeNull();
    expect(factorOf([seen(times(-3, R1), R1), seen(times(-3.0029, R2), R2)])).toBe(-3);
    expect(factorOf([seen(times(-3, R1), R1), seen(times(3, R2), R2)])).toBeNull();
  });
  test('what is not a multiple at one of two samples is not a multiple', () => {
    expect(factorOf([seen(times(3, R1), R1), seen([12, 15, 0], R2)])).toBeNull();
    expect(factorOf([seen([3, -6, 0], R1), seen(times(3, R2), R2)])).toBeNull();
  });
  test('fewer than three numbers that are not zero are not enough, unless fewer are asked for', () => {
    const two = [seen([3, 0, 0], [1, 0, 0]), seen([6, 0, 0], [2, 0, 0])];
    expect(factorOf(two)).toBeNull();
    expect(factorOf(two, 2)).toBe(3);
    expect(factorOf(two, 3)).toBeNull();
    expect(factorOf([seen([3, 6, 0], [1, 2, 0]), seen([9, 0, 0], [3, 0, 0])])).toBe(3);
    expect(factorOf([], 0)).toBeNull();
  });
  test('another shape is not a multiple, except for a side of 1', () => {
    expect(factorOf([seen([3, -6, 9, 0], R1, [4])])).toBeNull();
    expect(factorOf([seen(times(3, R1), R1, [3, 1])])).toBe(3);
  });
  test('what overflows, is zero or is not a number has none', () => {
    expect(factorOf([seen([NaN, NaN, NaN], R1)])).toBeNull();
    expect(factorOf([seen([0, 0, 0], R1)])).toBeNull();
    expect(factorOf([seen([1, 2, 3], [0, 0, 0])], 0)).toBeNull();
    expect(factorOf([seen([1e-200, 1e-200, 1e-200], [1e200, -1e200, 1e200])])).toBeNull();
  });
  test('where rounding has a scale, it grows with the constant', () => {
    // the constant is 42.24 / 14 = 3.017, and the largest difference 6.034 - 6, which is 0.0038 of 9.05
    const one = seen([3, -6, 9.08], R1);
    const beside = (expected: Partial<Seen['expected']>) =>
      factorOf([{ ...one, expected: { ...one.expected, ...expected } }]);
    expect(beside({})).toBeNull();
    // of 3.017 * 15 it is 0.0008
    expect(beside({ scale: float64([3], [15, 15, 15]) })).toBeCloseTo(42.24 / 14, 12);
    expect(beside({ scale: float64([3], [11, 11, 11]) })).toBeNull();
    // a thousandth of 3.017 * 12000 is 36
    expect(beside({ largest: 12_000 })).toBeCloseTo(42.24 / 14, 12);
    expect(beside({ largest: 11_000 })).toBeNull();
  });
});
