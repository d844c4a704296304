/** Linear layers, softmax and flattening: by hand, and by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { flatten } from '../../../../grader/numerics/ops/flatten.js';
import { linear } from '../../../../grader/numerics/ops/linear.js';
import { logSoftmaxAt, softmax, softmaxOf, softmaxVjp } from '../../../../grader/numerics/ops/softmax.js';
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

const X = float64([2, 2], [1, 2, 3, -1]);
const W = float64([3, 2], [1, 0, 2, -1, 0, 3]);
const B = float64([3], [10, 20, 30]);

describe('linear', () => {
  const call: Call = { op: linear, node: nodeOf('linear'), operands: [X, W, B] };
  test('x W^T + b by hand, with and without b', () => {
    // row 1: 1, 2 - 2, 6; row 2: 3, 6 + 1, -3
    expect(linear.apply([X, W], call.node)).toEqual(float64([2, 3], [1, 0, 6, 3, 7, -3]));
    expect(apply(call)).toEqual(float64([2, 3], [11, 20, 36, 13, 27, 27]));
  });
  test('gradients by hand', () => {
    const upstream = float64([2, 3], [1, 2, 3, 4, 5, 6]);
    // g W: 1 + 4, -2 + 9; 4 + 10, -5 + 18
    expect(vjp(call, 0, upstream)).toEqual(float64([2, 2], [5, 7, 14, 13]));
    // g^T x: columns of g times rows of x
    expect(vjp(call, 1, upstream)).toEqual(float64([3, 2], [13, -2, 17, -1, 21, 0]));
    expect(vjp(call, 2, upstream)).toEqual(float64([3], [5, 7, 9]));
  });
  test('finite differences', () => {
    const operands = [irregular([3, 2]), irregular([4, 2], 1), irregular([4], 2)];
    for (const index of [0, 1, 2]) expect(gradientError({ ...call, operands }, index)).toBeLessThan(1e-8);
  });
  test('scales are the same sums of absolute values', () => {
    const scales = call.operands.map(absolute);
    // row 1: 1, 2 + 2, 6; row 2: 3, 6 + 1, 3
    expect(linear.applyScale(scales, call.operands, call.node)).toEqual(float64([2, 3], [11, 24, 36, 13, 27, 33]));
    const upstream = float64([2, 3], [1, 2, 3, 4, 5, 6]);
    expect(vjpScale(call, 0, upstream)).toEqual(float64([2, 2], [5, 11, 14, 23]));
    expect(vjpScale(call, 1, upstream)).toEqual(float64([3, 2], [13, 6, 17, 9, 21, 12]));
    expect(vjpScale(call, 2, upstream)).toEqual(float64([3], [5, 7, 9]));
  });
  test('keeps every leading side; weights and biases add up over all of them', () => {
    const deep: Call = { ...call, operands: [float64([2, 1, 2], [1, 2, 3, -1]), W, B] };
    expect(apply(deep)).toEqual(float64([2, 1, 3], [11, 20, 36, 13, 27, 27]));
    const upstream = float64([2, 1, 3], [1, 2, 3, 4, 5, 6]);
    expect(vjp(deep, 0, upstream)).toEqual(float64([2, 1, 2], [5, 7, 14, 13]));
    expect(vjp(deep, 1, upstream)).toEqual(float64([3, 2], [13, -2, 17, -1, 21, 0]));
    expect(vjp(deep, 2, upstream)).toEqual(float64([3], [5, 7, 9]));
    expect(linear.applyScale(deep.operands.map(absolute), deep.operands, call.node).shape).toEqual([2, 1, 3]);
  });
  test('a vector is one example', () => {
    expect(linear.apply([float64([2], [1, 2]), W, B], call.node)).toEqual(float64([1, 3], [11, 20, 36]));
  });
  test('takes two or three operands and is not a loss', () => {
    expect(linear).toMatchObject({ operands: [2, 3], isLoss: false });
  });
});

describe('softmax', () => {
  const logits = float64([2, 3], [0, Math.log(2), Math.log(5), Math.log(3), 0, 0]);
  const node = nodeOf('softmax');
  const expectNear = (found: ArrayLike<number>, wanted: readonly number[]) => {
    expect(found).toHaveLength(wanted.length);
    for (const [index, value] of wanted.entries()) expect(found[index]).toBeCloseTo(value, 13);
  };
  const p = [1 / 8, 2 / 8, 5 / 8, 3 / 5, 1 / 5, 1 / 5];
  test('each row by hand', () => {
    expectNear(softmaxOf(logits).values, p);
    expectNear(softmax.apply([logits], node).values, p);
  });
  test('does not overflow, and does not vanish', () => {
    expect([...softmaxOf(float64([1, 2], [1000, 1000])).values]).toEqual([0.5, 0.5]);
    expect([...softmaxOf(float64([1, 2], [-1000, -1000])).values]).toEqual([0.5, 0.5]);
    expect([...softmaxOf(float64([1, 2], [1000, 0])).values]).toEqual([1, 0]);
  });
  test('its logarithm is that of the right row and column, where exp is 0 too', () => {
    for (const [row, column] of [
      [0, 0],
      [0, 2],
      [1, 1],
    ] as const) {
      expect(logSoftmaxAt(logits, 3 * row, 3, column)).toBeCloseTo(Math.log(p[3 * row + column] ?? NaN), 13);
    }
    expect(logSoftmaxAt(float64([1, 2], [0, -1000]), 0, 2, 1)).toBe(-1000);
    expect(logSoftmaxAt(float64([1, 2], [-2000, -1000]), 0, 2, 0)).toBe(-1000);
  });
  test('gradients by finite differences', () => {
    expect(gradientError({ op: softmax, node, operands: [irregular([2, 4])] }, 0)).toBeLessThan(1e-8);
  });
  test('the scale of the gradient adds both terms, the gradient subtracts one', () => {
    const half = float64([1, 2], [0.25, 0.75]);
    const upstream = float64([1, 2], [4, 8]);
    // the product of both is 1 + 6
    expect([...softmaxVjp(half, upstream, -1).values]).toEqual([0.25 * -3, 0.75 * 1]);
    expect([...softmaxVjp(half, upstream, 1).values]).toEqual([0.25 * 11, 0.75 * 15]);
    const call: Call = { op: softmax, node, operands: [float64([1, 2], [0, Math.log(3)])] };
    expectNear(vjpScale(call, 0, upstream).values, [0.25 * 11, 0.75 * 15]);
  });
  test('the scale of the value is that of its change, but not less than the value', () => {
    const even = [float64([1, 2], [0, Math.log(3)])];
    expectNear(softmax.applyScale([float64([1, 2], [4, 8])], even, node).values, [0.25 * 11, 0.75 * 15]);
    expectNear(softmax.applyScale([float64([1, 2], [0, 0])], even, node).values, [0.25, 0.75]);
  });
  test('has one operand and is not a loss', () => {
    expect(softmax).toMatchObject({ operands: [1, 1], isLoss: false });
  });
});

describe('flatten', () => {
  const call: Call = { op: flatten, node: nodeOf('flatten'), operands: [irregular([2, 3, 1, 2])] };
  const flat = float64([2, 6], call.operands[0]?.values ?? []);
  test('keeps the first side and the order; the gradient gets the old shape', () => {
    expect(apply(call)).toEqual(flat);
    expect(vjp(call, 0, flat)).toEqual(call.operands[0]);
    expect(flatten.applyScale(call.operands, [], call.node)).toEqual(flat);
    expect(vjpScale(call, 0, flat)).toEqual(call.operands[0]);
  });
  test('a single number is one example', () => {
    expect(flatten.apply([float64([], [4])], call.node)).toEqual(float64([1, 1], [4]));
  });
  test('has one operand and is not a loss', () => {
    expect(flatten).toMatchObject({ operands: [1, 1], isLoss: false });
  });
});
