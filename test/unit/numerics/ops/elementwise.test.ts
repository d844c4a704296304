/** Sums and products of elements by hand. */
import { expect, test } from '@jest/globals';
import { add, multiply } from '../../../../grader/numerics/ops/elementwise.js';
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

const A = float64([2, 2], [1, -2, 3, 4]);
const B = float64([2, 2], [-5, 6, 7, 0]);
const upstream = float64([2, 2], [10, 20, 30, 40]);

test('a sum of two, and of three', () => {
  const call: Call = { op: add, node: nodeOf('add'), operands: [A, B] };
  expect(apply(call)).toEqual(float64([2, 2], [-4, 4, 10, 4]));
  expect(apply({ ...call, operands: [A, B, A] })).toEqual(float64([2, 2], [-3, 2, 13, 8]));
  expect(add.applyScale([A, B].map(absolute), [A, B], call.node)).toEqual(float64([2, 2], [6, 8, 10, 4]));
  for (const index of [0, 1]) {
    expect(vjp(call, index, upstream)).toEqual(upstream);
    expect(vjpScale(call, index, upstream)).toEqual(upstream);
  }
});

test('a product', () => {
  const call: Call = { op: multiply, node: nodeOf('multiply'), operands: [A, B] };
  expect(apply(call)).toEqual(float64([2, 2], [-5, -12, 21, 0]));
  expect(multiply.applyScale([A, B].map(absolute), [A, B], call.node)).toEqual(float64([2, 2], [5, 12, 21, 0]));
  expect(vjp(call, 0, upstream)).toEqual(float64([2, 2], [-50, 120, 210, 0]));
  expect(vjp(call, 1, upstream)).toEqual(float64([2, 2], [10, -40, 90, 160]));
  expect(vjpScale(call, 0, upstream)).toEqual(float64([2, 2], [50, 120, 210, 0]));
  expect(vjpScale(call, 1, upstream)).toEqual(float64([2, 2], [10, 40, 90, 160]));
});

test('finite differences', () => {
  const operands = [irregular([2, 3]), irregular([2, 3], 1)];
  for (const op of [add, multiply]) {
    for (const index of [0, 1]) {
      expect(gradientError({ op, node: nodeOf('add'), operands }, index)).toBeLessThan(1e-8);
    }
  }
});

test('operands are counted', () => {
  expect(add).toMatchObject({ operands: [2, 16], isLoss: false });
  expect(multiply).toMatchObject({ operands: [2, 2], isLoss: false });
});
