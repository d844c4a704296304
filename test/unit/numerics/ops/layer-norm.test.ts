/** Layer normalisation by hand with numbers whose roots are whole, against batch normalisation, and by differences. */
import { describe, expect, test } from '@jest/globals';
import { batchNormTraining } from '../../../../grader/numerics/ops/batch-norm.js';
import { layerNorm } from '../../../../grader/numerics/ops/layer-norm.js';
import { transpose } from '../../../../grader/numerics/shapes.js';
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

describe('two rows', () => {
  // means 3 and 0, variances 4: sqrt(4 + 5) = 3
  const node = nodeOf('layer-norm', { epsilon: 5 });
  const operands = [float64([2, 2], [1, 5, 2, -2]), vector(6, -3), vector(10, 20)];
  const call: Call = { op: layerNorm, node, operands };
  test('each has its own mean and variance; gamma and beta belong to columns', () => {
    // xhat is -2/3, 2/3; 2/3, -2/3
    expectNear(apply(call).values, [6, 18, 14, 22]);
  });
  test('gradients by hand', () => {
    const upstream = float64([2, 2], [3, 6, 9, 0]);
    // h = g gamma is 18, -18; 54, 0: means 0, 27; means of h xhat -12, 18
    // (18 - 2/3 * 12) / 3, (-18 + 2/3 * 12) / 3; (27 - 2/3 * 18) / 3, (-27 + 2/3 * 18) / 3
    expectNear(vjp(call, 0, upstream).values, [10 / 3, -10 / 3, 5, -5]);
    // 3 * -2/3 + 9 * 2/3, 6 * 2/3
    expectNear(vjp(call, 1, upstream).values, [4, 4]);
    expect(vjp(call, 2, upstream)).toEqual(vector(12, 6));
  });
  test('scales are the same sums with every term positive', () => {
    // means of absolute values 3 and 2: xhat is 4/3, 8/3; 4/3, 4/3
    expectNear(layerNorm.applyScale(operands.map(absolute), operands, node).values, [18, 28, 18, 24]);
    const upstream = float64([2, 2], [3, 6, 9, 0]);
    expectNear(vjpScale(call, 1, upstream).values, [16, 16]);
    expectNear(vjpScale(call, 2, upstream).values, [12, 6]);
    // h is 18, 18; 54, 0: means 18, 27; means of h xhat 36, 36
    expectNear(vjpScale(call, 0, upstream).values, [
      (18 + 18 + (4 / 3) * 36) / 3,
      (18 + 18 + (8 / 3) * 36) / 3,
      (54 + 27 + (4 / 3) * 36) / 3,
      (27 + (4 / 3) * 36) / 3,
    ]);
  });
});

test('without gamma and beta it is batch normalisation of the transpose', () => {
  const x = irregular([3, 4]);
  const ones = (count: number) => float64([count], new Array<number>(count).fill(1));
  const zeros = (count: number) => float64([count], new Array<number>(count).fill(0));
  const rows = layerNorm.apply([x, ones(4), zeros(4)], nodeOf('layer-norm', { epsilon: 0.1 }));
  const columns = batchNormTraining.apply(
    [transpose(x), ones(3), zeros(3)],
    nodeOf('batch-norm-training', { epsilon: 0.1 }),
  );
  expectNear(rows.values, [...transpose(columns).values]);
});

test('epsilon is a hundred-thousandth unless told otherwise', () => {
  const operands = [float64([1, 2], [-0.001, 0.001]), vector(1, 1), vector(0, 0)];
  // variance 1e-6
  expectNear(layerNorm.apply(operands, nodeOf('layer-norm')).values, [
    -0.001 / Math.sqrt(1.1e-5),
    0.001 / Math.sqrt(1.1e-5),
  ]);
});

test('finite differences, over all leading sides', () => {
  const operands = [irregular([2, 3, 4]), irregular([4], 1), irregular([4], 2)];
  for (const index of [0, 1, 2]) {
    expect(gradientError({ op: layerNorm, node: nodeOf('layer-norm'), operands }, index)).toBeLessThan(1e-7);
  }
  expect(layerNorm).toMatchObject({ operands: [3, 3], isLoss: false });
});
