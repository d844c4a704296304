/** Batch normalisation by hand with numbers whose roots are whole, and by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { batchNorm, batchNormTraining } from '../../../../grader/numerics/ops/batch-norm.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import {
  absolute,
  apply,
  gradientError,
  irregular,
  nodeOf,
  vjp,
  vjpScale,
  type Call,
} from '../../../support/op-laws.js';

const vector = (...values: number[]) => float64([values.length], values);
const expectNear = (found: ArrayLike<number>, wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) expect(found[index]).toBeCloseTo(value, 12);
};

describe('with given statistics', () => {
  // sqrt(3 + 1) = 2 and sqrt(15 + 1) = 4
  const node = nodeOf('batch-norm', { epsilon: 1 });
  const x = float64([2, 2], [5, 10, -3, 6]);
  const operands = [x, vector(1, -2), vector(3, 15), vector(4, -8), vector(100, 200)];
  const call: Call = { op: batchNorm, node, operands };
  test('gamma (x - mean) / sqrt(variance + epsilon) + beta, channel by channel', () => {
    expect(apply(call)).toEqual(float64([2, 2], [108, 176, 92, 184]));
  });
  test('epsilon is a thousandth unless told otherwise', () => {
    const plain: Call = {
      op: batchNorm,
      node: nodeOf('batch-norm'),
      operands: [1, 0, 0.249, 1, 0].map((v) => vector(v)),
    };
    expect(apply(plain).values[0]).toBeCloseTo(2, 12);
  });
  test('gradients by hand', () => {
    const upstream = float64([2, 2], [1, 2, 3, 4]);
    // gamma / sigma is 2 and -2; x - mean is 4, 12; -4, 8
    expect(vjp(call, 0, upstream)).toEqual(float64([2, 2], [2, -4, 6, -8]));
    expect(vjp(call, 1, upstream)).toEqual(vector(-8, 12));
    // -g gamma (x - mean) / (2 sigma^3): -4 (4 - 12) / 16, 8 (24 + 32) / 128
    expect(vjp(call, 2, upstream)).toEqual(vector(2, 3.5));
    // (4 - 12) / 2, (24 + 32) / 4
    expect(vjp(call, 3, upstream)).toEqual(vector(-4, 14));
    expect(vjp(call, 4, upstream)).toEqual(vector(4, 6));
  });
  test('finite differences', () => {
    const spread = [
      irregular([2, 2, 3]),
      irregular([3], 1),
      vector(0.7, 1.9, 0.4),
      irregular([3], 2),
      irregular([3], 3),
    ];
    for (const index of [0, 1, 2, 3, 4]) {
      expect(gradientError({ op: batchNorm, node: nodeOf('batch-norm'), operands: spread }, index)).toBeLessThan(1e-7);
    }
  });
  test('scales are the same sums with every term positive', () => {
    const scales = operands.map(absolute);
    // 4 (5 + 1) / 2 + 100, 8 (10 + 2) / 4 + 200; 4 (3 + 1) / 2 + 100, 8 (6 + 2) / 4 + 200
    expect(batchNorm.applyScale(scales, operands, node)).toEqual(float64([2, 2], [112, 224, 108, 216]));
    const upstream = float64([2, 2], [1, 2, 3, 4]);
    expect(vjpScale(call, 0, upstream)).toEqual(float64([2, 2], [2, 4, 6, 8]));
    expect(vjpScale(call, 1, upstream)).toEqual(vector(8, 12));
    // 4 (6 + 12) / 16, 8 (24 + 32) / 128
    expect(vjpScale(call, 2, upstream)).toEqual(vector(4.5, 3.5));
    expect(vjpScale(call, 3, upstream)).toEqual(vector(9, 14));
    expect(vjpScale(call, 4, upstream)).toEqual(vector(4, 6));
  });
  test('takes five operands, each of which must be there', () => {
    expect(batchNorm).toMatchObject({ operands: [5, 5], isLoss: false });
    expect(() => batchNorm.apply(operands.slice(0, 4), node)).toThrow(new RangeError('operand 4 is missing'));
  });
});

describe('with the statistics of the batch', () => {
  // channel 0: mean 3, variance 4, sqrt(4 + 5) = 3; channel 1: mean 0, variance 4
  const node = nodeOf('batch-norm-training', { epsilon: 5 });
  const x = float64([2, 2], [1, 2, 5, -2]);
  const operands = [x, vector(6, -3), vector(10, 20)];
  const call: Call = { op: batchNormTraining, node, operands };
  test('the variance is divided by the number of elements', () => {
    expect(apply(call)).toEqual(float64([2, 2], [6, 18, 14, 22]));
  });
  test('gradients by hand', () => {
    const upstream = float64([2, 2], [9, 18, 0, 0]);
    // xhat is -2/3, 2/3 and 2/3, -2/3; g - mean(g) is +-4.5, +-9; mean(g xhat) is -3 and 6
    // 6 / 3 (4.5 - 2/3 * 3), 6 / 3 (-4.5 + 2/3 * 3); -1 (9 - 2/3 * 6), -1 (-9 + 2/3 * 6)
    expectNear(vjp(call, 0, upstream).values, [5, -5, -5, 5]);
    expectNear(vjp(call, 1, upstream).values, [-6, 12]);
    expect(vjp(call, 2, upstream)).toEqual(vector(9, 18));
  });
  test('finite differences', () => {
    const spread = [irregular([2, 2, 3]), irregular([3], 1), irregular([3], 2)];
    for (const index of [0, 1, 2]) {
      const one: Call = { op: batchNormTraining, node: nodeOf('batch-norm-training'), operands: spread };
      expect(gradientError(one, index)).toBeLessThan(1e-7);
    }
  });
  test('scales are the same sums with every term positive', () => {
    const scales = operands.map(absolute);
    // means of the scales are 3 and 2: 6 (1 + 3) / 3 + 10, 3 (2 + 2) / 3 + 20; 6 (5 + 3) / 3 + 10
    expectNear(batchNormTraining.applyScale(scales, operands, node).values, [18, 24, 26, 24]);
    const upstream = float64([2, 2], [9, 18, 0, 0]);
    // xhat is 4/3, 8/3 and 4/3, 4/3; sums of g are 9 and 18, of g xhat 12 and 24
    expectNear(vjpScale(call, 1, upstream).values, [12, 24]);
    expectNear(vjpScale(call, 2, upstream).values, [9, 18]);
    // 2 (9 + (9 + 4/3 * 12) / 2), 1 (18 + (18 + 4/3 * 24) / 2), 2 (0 + (9 + 8/3 * 12) / 2), (18 + 4/3 * 24) / 2
    expectNear(vjpScale(call, 0, upstream).values, [43, 43, 41, 25]);
  });
  test('takes three operands', () => {
    expect(batchNormTraining).toMatchObject({ operands: [3, 3], isLoss: false });
  });
});
