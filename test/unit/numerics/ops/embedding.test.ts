/** Rows of a table by hand; the gradient of a row that is used twice adds up. */
import { expect, test } from '@jest/globals';
import { embedding } from '../../../../grader/numerics/ops/embedding.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
import {
  absolute,
  apply,
  gradientError,
  int32,
  irregular,
  nodeOf,
  vjp,
  vjpScale,
  type Call,
} from '../../../support/op-laws.js';

const W = float64([3, 2], [1, -2, 3, 4, 5, 6]);
const ids: TensorData = { dtype: 'int32', shape: [2, 2], values: Int32Array.of(2, 0, 0, 0) };
const call: Call = { op: embedding, node: nodeOf('embedding'), operands: [ids, W] };

test('looks up a row for each id, and keeps the sides of ids', () => {
  expect(apply(call)).toEqual(float64([2, 2, 2], [5, 6, 1, -2, 1, -2, 1, -2]));
  expect(apply({ ...call, operands: [int32([1]), W] })).toEqual(float64([1, 2], [3, 4]));
  expect(embedding.applyScale([absolute(ids), absolute(W)], [ids, W], call.node).values).toEqual(
    Float64Array.of(5, 6, 1, 2, 1, 2, 1, 2),
  );
});

test('repeated ids add up, unused rows get nothing, and ids have no gradient', () => {
  const upstream = float64([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  const sums = float64([3, 2], [15, 18, 0, 0, 1, 2]);
  expect(vjp(call, 1, upstream)).toEqual(sums);
  expect(vjpScale(call, 1, upstream)).toEqual(sums);
  expect(() => vjp(call, 0, upstream)).toThrow('no gradient');
});

test('finite differences', () => {
  expect(gradientError({ ...call, operands: [ids, irregular([3, 2])] }, 1)).toBeLessThan(1e-8);
});
