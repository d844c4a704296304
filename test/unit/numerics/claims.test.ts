/** Which mistake is claimed for wrong tensors made by hand, and which samples can show mistakes at all. */
import { describe, expect, test } from '@jest/globals';
import { infinityNorm } from '../../../grader/numerics/closeness.js';
import { diagnose, type Case } from '../../../grader/numerics/diagnosis.js';
import { hidesNoMistake } from '../../../grader/numerics/generic.js';
import type { Values } from '../../../grader/numerics/network.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';

const LINE: Network = {
  inputs: { x: ['B', 1], y: ['B', 1] },
  parameters: { W: [1, 1] },
  nodes: [
    { name: 'yhat', op: 'linear', of: ['x', 'W'] },
    { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
  ],
};
/** Five examples, so that no factor of the batch is one of two or of a half. */
const GIVEN: Values = {
  x: float64([5, 1], [1, 2, 3, 4, 5]),
  y: float64([5, 1], [0, 1, 0, 2, 1]),
  W: float64([1, 1], [0.5]),
};

function observed(values: readonly number[], reference: readonly number[], shape = [reference.length]): Case {
  const right = float64([reference.length], reference);
  return {
    observed: { form: 'tensor', data: float64(shape, values) },
    expected: { reference: right, largest: infinityNorm(right) },
    alternatives: { network: LINE, given: GIVEN, right: { t: right }, of: 'values' },
  };
}
const claims = (...cases: Case[]) => diagnose('t', cases).map((finding) => finding.name);

const R1 = [1, -2, 3];
const R2 = [4, 5, -6];
const times = (factor: number, values: readonly number[]) => values.map((value) => factor * value);

describe('zeros and constants', () => {
  test('zeros at every point are zero, at one point not', () => {
    expect(diagnose('t', [observed([0, 0, 0], R1), observed([0, 0, 0], R2)])).toEqual([
      expect.objectContaining({ name: 'zero', kind: 'rule', sentence: 'is zero everywhere' }),
    ]);
    expect(claims(observed([0, 0, 0], R1), observed([1, 1, 1], R2))).toEqual([]);
  });
  test('the same numbers at two points, where the right ones are others', () => {
    expect(diagnose('t', [observed([7, 8, 9], R1), observed([7, 8, 9], R2)])).toEqual([
      expect.objectContaining({ name: 'constant', kind: 'rule', sentence: 'does not depend on the inputs' }),
    ]);
    expect(claims(observed([7, 8, 9], R1), observed([7, 8, 9], R1))).toEqual([]);
    expect(claims(observed([7, 8, 9], R1), observed([7, 8, 9, 1], [1, 2, 3, 4]))).toEqual([]);
    expect(claims(observed([7, 8, 9, 1], [1, 2, 3, 4]), observed([7, 8, 9], R1))).toEqual([]);
    expect(claims(observed([7, 8, 9], R1), observed([7, 8, 1], R2))).toEqual([]);
    expect(claims(observed([7, 8, 9], R1), observed([7, 8, 9], R2), observed([7, 8, 0], R1))).toEqual([]);
    expect(claims(observed([7, 8, 9], R1), observed([7, 8, 9], R1), observed([7, 8, 9], R2))).toEqual(['constant']);
  });
  test('one sample is not enough for a constant', () => {
    expect(claims(observed([7, 8, 9], R1))).toEqual([]);
  });
});

describe('a constant times the right answer', () => {
  test('the constant has three digits and is the same at every sample', () => {
    const [found] = diagnose('t', [observed(times(3.14159, R1), R1), observed(times(3.14159, R2), R2)]);
    expect(found).toEqual({
      ...{ name: 'constant factor', kind: 'scale', sentence: 'is the right answer times a constant (3.14)' },
      hint: 'Which constant factor is multiplied in that the derivative does not have?',
    });
  });
  test('to a thousandth, in either direction', () => {
    const twice = (other: number) => claims(observed(times(3, R1), R1), observed(times(other, R2), R2));
    expect(twice(3.0029)).toEqual(['constant factor']);
    expect(twice(2.9971)).toEqual(['constant factor']);
    expect(twice(3.0031)).toEqual([]);
    expect(twice(2.9969)).toEqual([]);
    expect(claims(observed(times(-3, R1), R1), observed(times(-3.0029, R2), R2))).toEqual(['constant factor']);
  });
  test('what is not a multiple at one of two samples is not a multiple', () => {
    expect(claims(observed(times(3, R1), R1), observed([12, 15, 0], R2))).toEqual([]);
    expect(claims(observed([3, -6, 0], R1), observed(times(3, R2), R2))).toEqual([]);
  });
  test('fewer than three numbers that are not zero are not enough for a claim', () => {
    expect(claims(observed([3, 0, 0], [1, 0, 0]), observed([6, 0, 0], [2, 0, 0]))).toEqual([]);
    expect(claims(observed([3, 6, 0], [1, 2, 0]), observed([9, 0, 0], [3, 0, 0]))).toEqual(['constant factor']);
  });
  test('another shape is not a multiple, except for a side of 1', () => {
    expect(claims(observed([3, -6, 9, 0], R1, [4]))).toEqual([]);
    expect(claims(observed(times(3, R1), R1, [3, 1]))).toEqual(['constant factor']);
  });
  test('where rounding has a scale, it grows with the constant', () => {
    // the constant is 42.24 / 14 = 3.017, and the largest difference 6.034 - 6, which is 0.0038 of 9.05
    const one = observed([3, -6, 9.08], R1);
    const beside = (expected: Partial<Case['expected']>) =>
      claims({ ...one, expected: { ...one.expected, ...expected } });
    expect(beside({})).toEqual([]);
    // of 3.017 * 15 it is 0.0008
    expect(beside({ scale: float64([3], [15, 15, 15]) })).toEqual(['constant factor']);
    expect(beside({ scale: float64([3], [11, 11, 11]) })).toEqual([]);
    // a thousandth of 3.017 * 12000 is 36
    expect(beside({ largest: 12_000 })).toEqual(['constant factor']);
    expect(beside({ largest: 11_000 })).toEqual([]);
  });
});

describe('a claim', () => {
  const one = (change: Partial<Case['alternatives']>, ...numbers: [readonly number[], readonly number[]]): Case => {
    const plain = observed(...numbers);
    return { ...plain, alternatives: { ...plain.alternatives, ...change } };
  };
  test('asks a question, whichever it is', () => {
    const found = [
      ...diagnose('t', [observed([0, 0, 0], R1)]),
      ...diagnose('t', [observed([7, 8, 9], R1), observed([7, 8, 9], R2)]),
      ...diagnose('t', [observed(times(3, R1), R1)]),
      ...diagnose('t', [observed(times(2, R1), R1)]),
    ];
    expect(found.map(({ name }) => name)).toEqual(['zero', 'constant', 'constant factor', 'factor 2']);
    for (const { hint } of found) expect(hint).toMatch(/^[A-Z].*\?$/);
  });
  test('all known mistakes that explain a tensor are claimed, in the order of the list', () => {
    // with two examples, a sum over the batch is twice the mean
    const given = { ...GIVEN, x: float64([2, 1], [1, 2]), y: float64([2, 1], [0, 1]) };
    expect(claims(one({ given }, times(2, R1), R1))).toEqual(['sum instead of mean', 'factor 2']);
  });
  test('is about the tensor that was asked for', () => {
    const other = { right: { u: float64([3], R1) } };
    expect(claims(one(other, times(2, R1), R1))).toEqual(['constant factor']);
  });
  test('what overflows or is not a number is claimed by nobody', () => {
    expect(claims(observed([NaN, NaN, NaN], R1))).toEqual([]);
    expect(claims(observed([1, 2, 3], [0, 0, 0]))).toEqual([]);
    expect(claims(observed([1e-200, 1e-200, 1e-200], [1e200, -1e200, 1e200]))).toEqual([]);
  });
  test('a transposed or reshaped alternative is none', () => {
    expect(claims(observed(times(2, R1), R1, [1, 3]))).toEqual(['factor 2']);
    expect(claims(observed([...times(2, R1), 0], R1, [4]))).toEqual([]);
  });
});

describe('known factors come before a constant', () => {
  test.each<[number, string]>([
    [-1, 'sign flipped'],
    [2, 'factor 2'],
    [0.5, 'factor 1/2'],
    [5, 'sum instead of mean'],
  ])('times %p is %s', (factor, name) => {
    expect(claims(observed(times(factor, R1), R1), observed(times(factor, R2), R2))).toEqual([name]);
  });
  test('one point that it does not explain is enough to drop it', () => {
    expect(claims(observed(times(2, R1), R1), observed([8, 10, 0], R2))).toEqual([]);
  });
});

describe('a point that shows mistakes', () => {
  const RELU: Network = {
    inputs: { x: ['B', 2], y: ['B', 1] },
    parameters: { W: [2, 2], w: [1, 2] },
    nodes: [
      { name: 'z', op: 'linear', of: ['x', 'W'] },
      { name: 'a', op: 'relu', of: ['z'] },
      { name: 'yhat', op: 'linear', of: ['a', 'w'] },
      { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
    ],
  };
  const matrix = (rows: number, columns: number, ...values: number[]): TensorData => float64([rows, columns], values);
  const GOOD = {
    x: matrix(3, 2, 1, -0.8, -0.9, 0.7, 0.6, 1.1),
    y: matrix(3, 1, 0.3, -1.2, 0.9),
    W: matrix(2, 2, 1.2, -0.5, -0.7, 1.1),
    w: matrix(1, 2, 1.3, -0.9),
  };
  const shows = (change: Partial<typeof GOOD> = {}, margin = 0.01) =>
    hidesNoMistake(RELU, { ...GOOD, ...change }, margin);

  test('every unit is on and off, away from the kink', () => {
    expect(shows()).toBe(true);
  });
  test('not one whose required margin is larger than its values', () => {
    expect(shows({}, 5)).toBe(false);
  });
  test('not one in which a value overflows', () => {
    expect(shows({ y: matrix(3, 1, 1e200, 0, 0) })).toBe(false);
    expect(shows({ y: matrix(3, 1, 0, 0, Infinity) })).toBe(false);
  });
  test('not one in which a unit is always on, or always off', () => {
    // z = x W': rows of W are units
    expect(shows({ x: matrix(3, 2, 1, 0.1, 2, 0.3, 3, 0.2) })).toBe(false);
    expect(shows({ W: matrix(2, 2, 1.2, -0.5, 0, 0) })).toBe(false);
  });
  test('not one in which a pre-activation is near the kink', () => {
    // 1.2 * 0.5 - 0.5 * 1.2 is 0
    expect(shows({ x: matrix(3, 2, 0.5, 1.2, -0.9, 0.7, 1, -0.8) })).toBe(false);
  });
  test('not one in which nothing is left to be learnt', () => {
    const none = { ...GOOD, w: matrix(1, 2, 0, 0), y: matrix(3, 1, 0, 0, 0) };
    expect(hidesNoMistake(RELU, none, 0.01)).toBe(false);
  });
  test('not one at which a square gradient is its own transpose', () => {
    const SQUARE: Network = {
      inputs: { x: ['B', 2], y: ['B', 2] },
      parameters: { W: [2, 2] },
      nodes: [
        { name: 'yhat', op: 'linear', of: ['x', 'W'] },
        { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
      ],
    };
    const zero = matrix(2, 2, 0, 0, 0, 0);
    // with W = 0 the gradient is -(y' x) / B: symmetric for y = x
    const x = matrix(2, 2, 1, 2, 2, -1);
    expect(hidesNoMistake(SQUARE, { x, y: x, W: zero }, 0.01)).toBe(false);
    expect(hidesNoMistake(SQUARE, { x, y: matrix(2, 2, 1, 2, 0, 1), W: zero }, 0.01)).toBe(true);
  });
  test('a network without a kink needs no unit on and off', () => {
    expect(hidesNoMistake(LINE, GIVEN, 0.01)).toBe(true);
  });
});
