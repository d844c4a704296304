/** Activations by their definitions, at the kink and where exp would overflow. */
import { describe, expect, test } from '@jest/globals';
import { leakyRelu, relu, sigmoid, slopeBelow, tanh } from '../../../../grader/numerics/ops/activations.js';
import type { Op } from '../../../../grader/numerics/ops/op.js';
import type { NetworkNode } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { apply, gradientError, irregular, nodeOf, vjp, vjpScale, type Call } from '../../../support/op-laws.js';

const row = (...values: number[]) => float64([1, values.length], values);
const call = (op: Op, z: number[], node: NetworkNode = nodeOf('relu')): Call => ({ op, node, operands: [row(...z)] });
const valuesOf = (op: Op, z: number[], node?: NetworkNode) => [...apply(call(op, z, node)).values];
const slopesOf = (op: Op, z: number[], node?: NetworkNode) => [
  ...vjp(call(op, z, node), 0, row(...z.map(() => 1))).values,
];
const STEEP = nodeOf('leaky-relu', { slope: 0.25 });

describe('values', () => {
  test('relu cuts off below 0, and NaN stays NaN', () => {
    expect(valuesOf(relu, [2.5, -3, 0, -0, Infinity, -Infinity, NaN])).toEqual([2.5, 0, 0, 0, Infinity, 0, NaN]);
  });
  test('leaky relu has a hundredth of what is below 0, or the share of its node', () => {
    expect(valuesOf(leakyRelu, [2, -3, 0], nodeOf('leaky-relu'))).toEqual([2, -0.03, 0]);
    expect(valuesOf(leakyRelu, [2, -3, NaN], STEEP)).toEqual([2, -0.75, NaN]);
    expect(valuesOf(leakyRelu, [-3], nodeOf('leaky-relu', { slope: 0 }))).toEqual([-0]);
  });
  test('sigmoid and tanh by hand, and far out', () => {
    const third = Math.log(2);
    const [half, more = NaN, less = NaN, one, none] = valuesOf(sigmoid, [0, third, -third, 800, -800]);
    expect([half, one, none]).toEqual([0.5, 1, 0]);
    // exp(720) overflows, exp(-720) is not yet 0
    expect(valuesOf(sigmoid, [-720])).toEqual([Math.exp(-720)]);
    expect(more).toBeCloseTo(2 / 3, 14);
    expect(less).toBeCloseTo(1 / 3, 14);
    // (e^2 - 1) / (e^2 + 1) with e^z = 2 is 3 / 5
    const [zero, some = NaN, end] = valuesOf(tanh, [0, third, 800]);
    expect([zero, end]).toEqual([0, 1]);
    expect(some).toBeCloseTo(0.6, 14);
  });
});

describe('slopes', () => {
  test('at 0, those of the negative side', () => {
    expect(slopesOf(relu, [1, 0, -1])).toEqual([1, 0, 0]);
    expect(slopesOf(leakyRelu, [1, 0, -1], nodeOf('leaky-relu'))).toEqual([1, 0.01, 0.01]);
    expect(slopesOf(leakyRelu, [1, 0, -1], STEEP)).toEqual([1, 0.25, 0.25]);
  });
  test('the slope below the kink is 0 for relu, whatever its node says', () => {
    expect(slopeBelow(nodeOf('relu', { slope: 0.5 }))).toBe(0);
    expect(slopeBelow(nodeOf('leaky-relu'))).toBe(0.01);
    expect(slopeBelow(STEEP)).toBe(0.25);
  });
  test.each<[string, Op, NetworkNode]>([
    ['relu', relu, nodeOf('relu')],
    ['leaky relu', leakyRelu, STEEP],
    ['sigmoid', sigmoid, nodeOf('sigmoid')],
    ['tanh', tanh, nodeOf('tanh')],
  ])('%s: finite differences', (_name, op, node) => {
    expect(gradientError({ op, node, operands: [irregular([2, 3])] }, 0)).toBeLessThan(1e-8);
  });
  test('a rule sees the node, z, its place and the usual slope, and decides where there is a kink', () => {
    const seen: unknown[] = [];
    const one = call(relu, [2, -3]);
    const found = vjp(one, 0, row(10, 100), (node, z, index, usual) => {
      seen.push([node, z, index, usual]);
      return usual + 0.5;
    });
    expect(found).toEqual(row(15, 50));
    expect(seen).toEqual([
      [one.node, 2, 0, 1],
      [one.node, -3, 1, 0],
    ]);
  });
  test('no rule changes the slope of what has no kink', () => {
    const never = () => NaN;
    expect([...vjp(call(sigmoid, [0]), 0, row(8), never).values]).toEqual([2]);
    expect([...vjp(call(tanh, [0]), 0, row(8), never).values]).toEqual([8]);
  });
});

describe('scales', () => {
  const scale = (op: Op, z: number[], scales: number[], node = nodeOf('relu')) => [
    ...op.applyScale([row(...scales)], [row(...z)], node).values,
  ];
  test('that of z times the slope, but not less than the value', () => {
    expect(scale(relu, [2, 2, -2, 0], [3, 1, 3, 3])).toEqual([3, 2, 0, 0]);
    expect(scale(leakyRelu, [-2, -2], [7, 1], STEEP)).toEqual([1.75, 0.5]);
    expect(scale(leakyRelu, [-2], [7], nodeOf('leaky-relu', { slope: -0.5 }))).toEqual([3.5]);
    // a quarter of the scale, or a half
    expect(scale(sigmoid, [0, 0], [4, 1])).toEqual([1, 0.5]);
    expect(scale(tanh, [0], [4])).toEqual([4]);
  });
  test('of a gradient are positive', () => {
    const falling = nodeOf('leaky-relu', { slope: -0.5 });
    expect([...vjpScale(call(leakyRelu, [-2, 2], falling), 0, row(4, 4)).values]).toEqual([2, 4]);
    expect([...vjpScale(call(sigmoid, [0]), 0, row(4)).values]).toEqual([1]);
  });
});

test('activations have one operand and are no losses', () => {
  for (const op of [relu, leakyRelu, sigmoid, tanh]) expect(op).toMatchObject({ operands: [1, 1], isLoss: false });
});
