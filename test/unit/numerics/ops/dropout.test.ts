/** Dropout with a given mask, by hand. */
import { expect, test } from '@jest/globals';
import { dropout } from '../../../../grader/numerics/ops/dropout.js';
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

const x = float64([2, 2], [3, -6, 9, 12]);
const mask = float64([2, 2], [1, 1, 0, 1]);
const call: Call = { op: dropout, node: nodeOf('dropout', { rate: 0.25 }), operands: [x, mask] };

test('what is kept grows by 1 / (1 - rate)', () => {
  expect(apply(call)).toEqual(float64([2, 2], [4, -8, 0, 16]));
  expect(dropout.applyScale([absolute(x), mask], [x, mask], call.node)).toEqual(float64([2, 2], [4, 8, 0, 16]));
  expect(apply({ ...call, node: nodeOf('dropout', { rate: 0 }) })).toEqual(float64([2, 2], [3, -6, 0, 12]));
});

test('gradients by hand, of the mask too', () => {
  const upstream = float64([2, 2], [3, 6, 9, 12]);
  expect(vjp(call, 0, upstream)).toEqual(float64([2, 2], [4, 8, 0, 16]));
  expect(vjp(call, 1, upstream)).toEqual(float64([2, 2], [12, -48, 108, 192]));
  expect(vjpScale(call, 1, upstream)).toEqual(float64([2, 2], [12, 48, 108, 192]));
});

test('finite differences', () => {
  const operands = [irregular([3, 2]), irregular([3, 2], 1)];
  for (const index of [0, 1]) expect(gradientError({ ...call, operands }, index)).toBeLessThan(1e-8);
});
