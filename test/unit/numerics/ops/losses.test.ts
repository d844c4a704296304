/** Losses by hand, their gradients by finite differences, and their scales term by term. */
import { describe, expect, test } from '@jest/globals';
import {
  brier,
  crossEntropy,
  halfSquaredError,
  oneHotL2,
  squaredError,
} from '../../../../grader/numerics/ops/losses.js';
import { OPS } from '../../../../grader/numerics/ops/index.js';
import type { Op } from '../../../../grader/numerics/ops/op.js';
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

const node = nodeOf('cross-entropy');
const scalar = (value: number) => float64([], [value]);
const expectNear = (found: ArrayLike<number>, wanted: readonly number[]) => {
  expect(found).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) expect(found[index]).toBeCloseTo(value, 12);
};
const scaleOf = (op: Op, operands: readonly TensorData[]) => op.applyScale(operands.map(absolute), operands, node);

describe('squares', () => {
  const operands = [float64([2, 2], [1, 3, -2, 4]), float64([2, 2], [0, 5, 1, -3])];
  // differences 1, -2, -3, 7: squares add up to 63
  test('are summed over a row, and a mean over rows', () => {
    expect(apply({ op: squaredError, node, operands })).toEqual(scalar(31.5));
    expect(apply({ op: halfSquaredError, node, operands })).toEqual(scalar(15.75));
  });
  test('gradients by hand, of the target too', () => {
    const call: Call = { op: squaredError, node, operands };
    expect(vjp(call, 0, scalar(10))).toEqual(float64([2, 2], [10, -20, -30, 70]));
    expect(vjp(call, 1, scalar(10))).toEqual(float64([2, 2], [-10, 20, 30, -70]));
    expect(vjp({ ...call, op: halfSquaredError }, 0, scalar(10))).toEqual(float64([2, 2], [5, -10, -15, 35]));
  });
  test.each([
    ['squared-error', squaredError],
    ['half-squared-error', halfSquaredError],
  ])('%s: finite differences', (_name, op) => {
    const call: Call = { op, node, operands: [irregular([3, 2]), irregular([3, 2], 1)] };
    expect(gradientError(call, 0)).toBeLessThan(1e-8);
    expect(gradientError(call, 1)).toBeLessThan(1e-8);
  });
  test('scales: |out| + |y| in place of the difference', () => {
    // sums 1, 8, 3, 7: squares add up to 123
    expect(scaleOf(squaredError, operands)).toEqual(scalar(61.5));
    expect(scaleOf(halfSquaredError, operands)).toEqual(scalar(30.75));
    const call: Call = { op: squaredError, node, operands };
    expect(vjpScale(call, 0, scalar(10))).toEqual(float64([2, 2], [10, 80, 30, 70]));
    expect(vjpScale(call, 1, scalar(10))).toEqual(float64([2, 2], [10, 80, 30, 70]));
    expect(vjpScale({ ...call, op: halfSquaredError }, 0, scalar(10))).toEqual(float64([2, 2], [5, 40, 15, 35]));
  });
  test('a label counts as its number', () => {
    expect(apply({ op: squaredError, node, operands: [float64([2, 1], [1, 5]), int32([3, 4])] })).toEqual(scalar(2.5));
  });
  test('the scale of a target that is negative counts by its size', () => {
    const call: Call = { op: squaredError, node, operands: [float64([1, 1], [2]), float64([1, 1], [-3])] };
    expect(call.op.applyScale([float64([1, 1], [2]), float64([1, 1], [-3])], call.operands, node)).toEqual(scalar(25));
  });
});

describe('the distance to the one-hot target', () => {
  const operands = [float64([2, 3], [1, 2, -3, 4, 0.5, 6]), int32([1, 2])];
  const call: Call = { op: oneHotL2, node, operands };
  test('by hand, with its gradient', () => {
    // 1 + 1 + 9 and 16 + 0.25 + 25
    expect(apply(call)).toEqual(scalar(26.125));
    expect(vjp(call, 0, scalar(10))).toEqual(float64([2, 3], [10, 10, -30, 40, 5, 50]));
    expect(gradientError({ ...call, operands: [irregular([2, 3]), int32([2, 0])] }, 0)).toBeLessThan(1e-8);
  });
  test('scales add the target', () => {
    // 1 + 9 + 9 and 16 + 0.25 + 49
    expect(scaleOf(oneHotL2, operands)).toEqual(scalar(42.125));
    expect(vjpScale(call, 0, scalar(10))).toEqual(float64([2, 3], [10, 30, 30, 40, 5, 70]));
  });
});

// softmax is (1/4, 3/4) and (1/2, 1/2)
const LOGITS = float64([2, 2], [0, Math.log(3), 1, 1]);
const LABELS = int32([0, 1]);

describe('the Brier score', () => {
  const call: Call = { op: brier, node, operands: [LOGITS, LABELS] };
  test('by hand', () => {
    // (9 + 9) / 16 and 1/4 + 1/4
    expectNear(apply(call).values, [(1.125 + 0.5) / 2]);
  });
  test('gradients by hand and by finite differences', () => {
    // p (u - sum of u p) with u = (p - onehot): -3/4 and 3/4, whose sum with p is 3/8; +-1/2, whose sum is 0
    expectNear(vjp(call, 0, scalar(16)).values, [16 * -0.28125, 16 * 0.28125, 4, -4]);
    expect(gradientError({ ...call, operands: [irregular([3, 4]), int32([3, 0, 2])] }, 0)).toBeLessThan(1e-8);
  });
  test('scales add the target, after softmax', () => {
    // 25/16 + 9/16 and 1/4 + 9/4
    expectNear(scaleOf(brier, call.operands).values, [(34 / 16 + 2.5) / 2]);
    // u is 5/4, 3/4 with the sum 14/16, and 1/2, 3/2 with the sum 1
    expectNear(vjpScale(call, 0, scalar(16)).values, [
      16 * 0.25 * (1.25 + 0.875),
      16 * 0.75 * (0.75 + 0.875),
      16 * 0.5 * 1.5,
      16 * 0.5 * 2.5,
    ]);
  });
});

describe('cross-entropy', () => {
  const call: Call = { op: crossEntropy, node, operands: [LOGITS, LABELS] };
  test('by hand, and where softmax itself would be 0', () => {
    expectNear(apply(call).values, [Math.log(8) / 2]);
    expect(apply({ ...call, operands: [float64([1, 2], [0, -1000]), int32([1])] })).toEqual(scalar(1000));
  });
  test('gradients are softmax - onehot, divided by the batch', () => {
    expectNear(vjp(call, 0, scalar(16)).values, [-6, 6, 4, -4]);
    expect(gradientError({ ...call, operands: [irregular([3, 4]), int32([3, 0, 2])] }, 0)).toBeLessThan(1e-8);
  });
  test('scales add the logit of the label, and the target', () => {
    expectNear(scaleOf(crossEntropy, call.operands).values, [(Math.log(8) + 0 + 1) / 2]);
    const other = [float64([2, 2], [0, Math.log(3), 1, 1]), int32([1, 0])];
    expectNear(scaleOf(crossEntropy, other).values, [(Math.log(4 / 3) + Math.log(3) + Math.log(2) + 1) / 2]);
    expectNear(vjpScale(call, 0, scalar(16)).values, [10, 6, 4, 12]);
  });
});

test('these are the losses, and all others are not; only weight decay has more than two operands', () => {
  const losses = Object.entries(OPS).filter(([, { isLoss }]) => isLoss);
  expect(losses.map(([name]) => name).sort()).toEqual(
    [
      ...['binary-cross-entropy', 'brier', 'cross-entropy', 'half-squared-error', 'hinge', 'one-hot-l2'],
      ...['squared-error', 'weight-decay'],
    ].sort(),
  );
  for (const [name, { operands }] of losses) expect(operands).toEqual([2, name === 'weight-decay' ? 16 : 2]);
});
