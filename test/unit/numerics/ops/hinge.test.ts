/** Hinge losses by hand, at their kinks, and by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { hinge, marginScales, marginsOf } from '../../../../grader/numerics/ops/hinge.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
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

const node = nodeOf('hinge');
const scalar = (value: number) => float64([], [value]);

describe('several classes', () => {
  // margins: 1 - 2 + 1.5, 1 - 2 - 3; 1 - 0 + 4, 1 - 0 + 1
  const out = float64([2, 3], [2, 1.5, -3, 4, 0, 1]);
  const call: Call = { op: hinge, node, operands: [out, int32([0, 1])] };
  test('the positive margins, divided by the classes and the rows', () => {
    expect(marginsOf(call.operands)).toEqual(float64([2, 3], [-Infinity, 0.5, -4, 5, -Infinity, 2]));
    expect(apply(call)).toEqual(scalar((0.5 + 5 + 2) * (1 / 6)));
  });
  test('gradients by hand: each active margin pulls at its own class and at the label', () => {
    expect(vjp(call, 0, scalar(6))).toEqual(float64([2, 3], [-1, 1, 0, 1, -2, 1]));
    expect(vjpScale(call, 0, scalar(6))).toEqual(float64([2, 3], [1, 1, 0, 1, 2, 1]));
  });
  test('scales: 1 + |out_y| + |out_k| of the active margins', () => {
    expect(hinge.applyScale([absolute(out), int32([0, 1])], call.operands, node)).toEqual(
      scalar((4.5 + 5 + 2) * (1 / 6)),
    );
    expect(marginScales([absolute(out), int32([0, 1])], call.operands)).toEqual(float64([2, 3], [0, 4.5, 6, 5, 0, 2]));
  });
  test('at a margin of 0 the slope is that of the inactive side, or what a caller requests', () => {
    const kink: Call = { ...call, operands: [float64([1, 2], [2, 1]), int32([0])] };
    expect(vjp(kink, 0, scalar(2))).toEqual(float64([1, 2], [0, 0]));
    const asked: [number, number][] = [];
    const half = vjp(kink, 0, scalar(2), (_node, z, index, usual) => {
      asked.push([z, index]);
      return usual + 0.5;
    });
    expect(half).toEqual(float64([1, 2], [-0.5, 0.5]));
    expect(asked).toEqual([[0, 1]]);
  });
  test('finite differences, over all leading sides', () => {
    const labels = { dtype: 'int32', shape: [2, 2], values: Int32Array.of(3, 0, 2, 1) } as const;
    expect(gradientError({ ...call, operands: [irregular([2, 2, 4]), labels] }, 0)).toBeLessThan(1e-8);
  });
});

describe('values -1 and 1', () => {
  // margins 1 - 2, 1 + 0.5, 1 - 0.25
  const operands = [float64([3, 1], [2, 0.5, -0.25]), float64([3, 1], [1, -1, -1])];
  const call: Call = { op: hinge, node, operands };
  test('the positive margins, divided by the rows', () => {
    expect(marginsOf(operands)).toEqual(float64([3, 1], [-1, 1.5, 0.75]));
    expect(apply(call)).toEqual(scalar(2.25 * (1 / 3)));
    expect(marginScales(operands.map(absolute), operands)).toEqual(float64([3, 1], [3, 1.5, 1.25]));
    expect(hinge.applyScale(operands.map(absolute), operands, node)).toEqual(scalar(2.75 * (1 / 3)));
  });
  test('gradients by hand', () => {
    expect(vjp(call, 0, scalar(3))).toEqual(float64([3, 1], [-0, 1, 1]));
    expect(vjp(call, 1, scalar(3))).toEqual(float64([3, 1], [-0, -0.5, 0.25]));
    expect(vjpScale(call, 1, scalar(3))).toEqual(float64([3, 1], [0, 0.5, 0.25]));
  });
  test('several outputs add up; finite differences', () => {
    expect(apply({ ...call, operands: operands.map(({ values }) => float64([1, 3], values)) })).toEqual(scalar(2.25));
    for (const index of [0, 1]) {
      const spread = [irregular([3, 2]), irregular([3, 2], 1)];
      expect(gradientError({ ...call, operands: spread }, index)).toBeLessThan(1e-8);
    }
  });
});
