/** Joining along each axis by hand, taking parts, and their gradients. */
import { describe, expect, test } from '@jest/globals';
import { axisOf, concat, slice } from '../../../../grader/numerics/ops/concat.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { apply, gradientError, irregular, nodeOf, vjp, vjpScale, type Call } from '../../../support/op-laws.js';

const A = float64([2, 2], [1, 2, 3, 4]);
const B = float64([2, 1], [5, 6]);
const C = float64([1, 2], [7, 8]);

describe('concat', () => {
  test('along the last axis unless told otherwise', () => {
    const call: Call = { op: concat, node: nodeOf('concat'), operands: [A, B, A] };
    const joined = float64([2, 5], [1, 2, 5, 1, 2, 3, 4, 6, 3, 4]);
    expect(apply(call)).toEqual(joined);
    expect(concat.applyScale(call.operands, [], call.node)).toEqual(joined);
    const upstream = float64([2, 5], [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect([0, 1, 2].map((index) => vjp(call, index, upstream))).toEqual([
      float64([2, 2], [10, 20, 60, 70]),
      float64([2, 1], [30, 80]),
      float64([2, 2], [40, 50, 90, 100]),
    ]);
    expect(vjpScale(call, 1, upstream)).toEqual(float64([2, 1], [30, 80]));
  });
  test('along the first', () => {
    const call: Call = { op: concat, node: nodeOf('concat', { axis: 0 }), operands: [C, A] };
    expect(apply(call)).toEqual(float64([3, 2], [7, 8, 1, 2, 3, 4]));
    expect(vjp(call, 1, float64([3, 2], [1, 2, 3, 4, 5, 6]))).toEqual(float64([2, 2], [3, 4, 5, 6]));
  });
  test.each([0, 1, 2])('finite differences along axis %i', (axis) => {
    const shapes = [1, 2, 3].map((side) => [2, 2, 2].with(axis, side));
    const call: Call = {
      op: concat,
      node: nodeOf('concat', { axis }),
      operands: shapes.map((s, k) => irregular(s, k)),
    };
    for (const index of [0, 1, 2]) expect(gradientError(call, index)).toBeLessThan(1e-8);
  });
});

describe('slice', () => {
  const x = float64([2, 4], [1, 2, 3, 4, 5, 6, 7, 8]);
  test('one of the equal parts, counted from 0', () => {
    const call: Call = { op: slice, node: nodeOf('slice', { part: 1, parts: 2 }), operands: [x] };
    expect(apply(call)).toEqual(float64([2, 2], [3, 4, 7, 8]));
    expect(slice.applyScale([x], [], call.node)).toEqual(apply(call));
    const padded = float64([2, 4], [0, 0, 10, 20, 0, 0, 30, 40]);
    expect(vjp(call, 0, float64([2, 2], [10, 20, 30, 40]))).toEqual(padded);
    expect(vjpScale(call, 0, float64([2, 2], [10, 20, 30, 40]))).toEqual(padded);
    expect(apply({ ...call, node: nodeOf('slice', { part: 0, parts: 4 }) })).toEqual(float64([2, 1], [1, 5]));
  });
  test('along another axis', () => {
    const call: Call = { op: slice, node: nodeOf('slice', { part: 1, parts: 2, axis: 0 }), operands: [x] };
    expect(apply(call)).toEqual(float64([1, 4], [5, 6, 7, 8]));
    expect(vjp(call, 0, float64([1, 4], [1, 2, 3, 4]))).toEqual(float64([2, 4], [0, 0, 0, 0, 1, 2, 3, 4]));
  });
  test.each([0, 1, 2])('finite differences along axis %i', (axis) => {
    const node = nodeOf('slice', { part: 1, parts: 2, axis });
    expect(gradientError({ op: slice, node, operands: [irregular([4, 2, 6])] }, 0)).toBeLessThan(1e-8);
  });
  test('its parts joined again are the whole', () => {
    const parts = [0, 1].map((part) => slice.apply([x], nodeOf('slice', { part, parts: 2 })));
    expect(concat.apply(parts, nodeOf('concat'))).toEqual(x);
  });
});

test('the axis is the last unless the node has one', () => {
  expect(axisOf(nodeOf('concat'), 3)).toBe(2);
  expect(axisOf(nodeOf('concat', { axis: 0 }), 3)).toBe(0);
  expect(concat).toMatchObject({ operands: [2, 16], isLoss: false });
  expect(slice).toMatchObject({ operands: [1, 1], isLoss: false });
});
