/** Binary cross entropy by hand, far out, and by finite differences. */
import { expect, test } from '@jest/globals';
import { binaryCrossEntropy } from '../../../../grader/numerics/ops/binary-cross-entropy.js';
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

// p is 3/4 and 1/2
const operands = [float64([2, 1], [Math.log(3), 0]), float64([2, 1], [1, 0.25])];
const call: Call = { op: binaryCrossEntropy, node: nodeOf('binary-cross-entropy'), operands };
const scalar = (value: number) => float64([], [value]);

test('by hand', () => {
  expect(apply(call).values[0]).toBeCloseTo((Math.log(4 / 3) + Math.LN2) / 2, 14);
});

test('the mean is over all elements', () => {
  const wide = { ...call, operands: operands.map(({ values }) => float64([1, 2], values)) };
  expect(apply(wide)).toEqual(apply(call));
});

test('neither overflows nor cancels far out', () => {
  const at = (z: number, y: number) =>
    apply({ ...call, operands: [float64([1, 1], [z]), float64([1, 1], [y])] }).values[0];
  expect([at(1000, 1), at(1000, 0), at(-1000, 1), at(-1000, 0)]).toEqual([0, 1000, 1000, 0]);
  expect((at(40, 1) ?? NaN) / Math.exp(-40)).toBeCloseTo(1, 14);
});

test('gradients by hand: p - y, and -z for the target', () => {
  expect(vjp(call, 0, scalar(8)).values[0]).toBeCloseTo(-1, 14);
  expect(vjp(call, 0, scalar(8)).values[1]).toBeCloseTo(1, 14);
  expect(vjp(call, 1, scalar(8)).values[0]).toBeCloseTo(-4 * Math.log(3), 14);
});

test('scales add where the gradient subtracts', () => {
  // max(log 4, 3/4 log 3) + log 3, and max(log 2, 0) + 0
  const scale = binaryCrossEntropy.applyScale(operands.map(absolute), operands, call.node).values[0];
  expect(scale).toBeCloseTo((Math.log(4) + Math.log(3) + Math.LN2) / 2, 14);
  expect([...vjpScale(call, 0, scalar(8)).values].map((value) => value.toFixed(12))).toEqual([
    '7.000000000000',
    '3.000000000000',
  ]);
  expect(vjpScale(call, 1, scalar(8)).values[0]).toBeCloseTo(4 * Math.log(3), 14);
});

test('finite differences', () => {
  const spread = [irregular([3, 2]), irregular([3, 2], 1)];
  for (const index of [0, 1]) expect(gradientError({ ...call, operands: spread }, index)).toBeLessThan(1e-8);
});
