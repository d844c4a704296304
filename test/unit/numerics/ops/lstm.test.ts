/** A step of an LSTM as a network of simpler operations, in values, gradients and all scales; by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { gradientsOf, pullBack } from '../../../../grader/numerics/gradients.js';
import { evaluate } from '../../../../grader/numerics/network.js';
import { lstmStep } from '../../../../grader/numerics/ops/lstm.js';
import type { Network, NetworkNode } from '../../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
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

const NAMES = ['x', 'h', 'c', 'Wx', 'Wh', 'b'];
const SHAPES = [[2, 3], [2, 4], [2, 4], [16, 3], [16, 4], [16]];
const operands = SHAPES.map((shape, index) => irregular(shape, index));
const call: Call = { op: lstmStep, node: nodeOf('lstm-step'), operands };

const node = (name: string, op: NetworkNode['op'], of: string, options: Partial<NetworkNode> = {}): NetworkNode => ({
  ...{ name, op, of: of.split(' ') },
  ...options,
});
const gate = (name: string, part: number, op: NetworkNode['op']) => [
  node(`z${name}`, 'slice', 'z', { part, parts: 4 }),
  node(name, op, `z${name}`),
];
/** The same without an operation of its own. */
const NETWORK: Network = {
  inputs: {},
  parameters: {},
  nodes: [
    node('u', 'linear', 'x Wx b'),
    node('v', 'linear', 'h Wh'),
    node('z', 'add', 'u v'),
    ...gate('i', 0, 'sigmoid'),
    ...gate('f', 1, 'sigmoid'),
    ...gate('g', 2, 'tanh'),
    ...gate('o', 3, 'sigmoid'),
    node('fc', 'multiply', 'f c'),
    node('ig', 'multiply', 'i g'),
    node('cell', 'add', 'fc ig'),
    node('t', 'tanh', 'cell'),
    node('hidden', 'multiply', 'o t'),
    node('both', 'concat', 'hidden cell'),
  ],
};
const given = Object.fromEntries(NAMES.map((name, index) => [name, operands[index] ?? float64([], [NaN])]));
const expectNear = (found: TensorData, wanted: TensorData | undefined) => {
  expect(found.shape).toEqual(wanted?.shape);
  for (const [index, value] of (wanted?.values ?? []).entries()) expect(found.values[index]).toBeCloseTo(value, 12);
};

describe('as a network of simpler operations', () => {
  const whole = evaluate(NETWORK, given);
  const upstream = irregular([2, 8], 9);
  test('values and their scales', () => {
    expectNear(apply(call), whole.values['both']);
    expectNear(lstmStep.applyScale(operands.map(absolute), operands, call.node), whole.scale['both']);
  });
  test.each(NAMES.map((name, index) => [name, index] as const))('gradients of %s and their scales', (name, index) => {
    const { gradients, scale } = pullBack(NETWORK, whole, 'both', upstream);
    expectNear(vjp(call, index, upstream), gradients[name]);
    expectNear(vjpScale(call, index, absolute(upstream)), scale[name]);
  });
});

test('one unit by hand', () => {
  // only the biases count: i = 3/4, f = 1/2, g = 3/5, o = 1/4
  const zero = (shape: readonly number[]) =>
    float64(shape, new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0));
  const b = float64([4], [Math.log(3), 0, Math.log(2), -Math.log(3)]);
  const step = lstmStep.apply(
    [zero([1, 1]), zero([1, 1]), float64([1, 1], [2]), zero([4, 1]), zero([4, 1]), b],
    call.node,
  );
  const cell = 0.5 * 2 + 0.75 * 0.6;
  expect(step.shape).toEqual([1, 2]);
  expect(step.values[0]).toBeCloseTo(0.25 * Math.tanh(cell), 14);
  expect(step.values[1]).toBeCloseTo(cell, 14);
});

test('finite differences', () => {
  for (const index of NAMES.keys()) expect(gradientError(call, index)).toBeLessThan(1e-7);
});

test('both halves reach the loss through slices', () => {
  const network: Network = {
    inputs: {},
    parameters: {},
    nodes: [
      node('s', 'lstm-step', NAMES.join(' ')),
      node('hidden', 'slice', 's', { part: 0, parts: 2 }),
      node('cell', 'slice', 's', { part: 1, parts: 2 }),
      node('m', 'multiply', 'hidden cell'),
      node('loss', 'squared-error', 'm y'),
    ],
  };
  const simple: Network = {
    ...network,
    nodes: [...NETWORK.nodes, node('m', 'multiply', 'hidden cell'), node('loss', 'squared-error', 'm y')],
  };
  const values = { ...given, y: irregular([2, 4], 12) };
  const [found, wanted] = [gradientsOf(network, values).gradients, gradientsOf(simple, values).gradients];
  for (const name of NAMES) expectNear(found[name] ?? float64([], [NaN]), wanted[name]);
});
