/** The penalty on weights by hand. */
import { expect, test } from '@jest/globals';
import { weightDecay } from '../../../../grader/numerics/ops/weight-decay.js';
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

const scalar = (value: number) => float64([], [value]);
const operands = [scalar(10), float64([1, 2], [1, -2]), float64([1], [3])];
const call: Call = { op: weightDecay, node: nodeOf('weight-decay', { lambda: 0.5 }), operands };

test('adds half of lambda times the squares', () => {
  // 1 + 4 + 9
  expect(apply(call)).toEqual(scalar(10 + 0.25 * 14));
  expect(weightDecay.applyScale(operands.map(absolute), operands, call.node)).toEqual(scalar(13.5));
  expect(weightDecay).toMatchObject({ operands: [2, 16], isLoss: true });
});

test('gradients: the loss gets all of it, a weight lambda times itself', () => {
  expect(vjp(call, 0, scalar(4))).toEqual(scalar(4));
  expect(vjp(call, 1, scalar(4))).toEqual(float64([1, 2], [2, -4]));
  expect(vjp(call, 2, scalar(4))).toEqual(float64([1], [6]));
  expect(vjpScale(call, 1, scalar(4))).toEqual(float64([1, 2], [2, 4]));
});

test('finite differences', () => {
  const spread = [irregular([]), irregular([2, 3], 1), irregular([3], 2)];
  for (const index of spread.keys()) expect(gradientError({ ...call, operands: spread }, index)).toBeLessThan(1e-8);
});
