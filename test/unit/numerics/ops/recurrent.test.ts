/** A recurrent step by hand, as the sum of two linear layers and an activation, and by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { sigmoid, tanh } from '../../../../grader/numerics/ops/activations.js';
import { add } from '../../../../grader/numerics/ops/elementwise.js';
import { linear } from '../../../../grader/numerics/ops/linear.js';
import { operand } from '../../../../grader/numerics/ops/op.js';
import { preActivation, preActivationGradient, rnnStep } from '../../../../grader/numerics/ops/recurrent.js';
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

const shapes = [[2, 3], [2, 4], [4, 3], [4, 4], [4]];
const operands = shapes.map((shape, index) => irregular(shape, index));
const expectNear = (found: TensorData, wanted: TensorData) => {
  expect(found.shape).toEqual(wanted.shape);
  for (const [index, value] of wanted.values.entries()) expect(found.values[index]).toBeCloseTo(value, 12);
};

test('by hand: one unit', () => {
  const units = [[2], [3], [0.5], [-1], [2 + Math.log(3)]].map((values, index) =>
    float64(index < 4 ? [1, 1] : [1], values),
  );
  // 2 / 2 - 3 + 2 + log 3
  expect(preActivation(units, [0, 1, 2, 3, 4]).values[0]).toBeCloseTo(Math.log(3), 14);
  expect(rnnStep.apply(units, nodeOf('rnn-step', { activation: 'sigmoid' })).values[0]).toBeCloseTo(0.75, 14);
  expect(rnnStep.apply(units, nodeOf('rnn-step')).values[0]).toBeCloseTo(0.8, 14);
  const dz = float64([1, 1], [10]);
  const gradients = [0, 1, 2, 3, 4].map((index) => [
    ...preActivationGradient(units, [0, 1, 2, 3, 4], dz, index).values,
  ]);
  expect(gradients).toEqual([[5], [-10], [20], [30], [10]]);
});

describe.each([
  ['tanh', tanh],
  ['sigmoid', sigmoid],
] as const)('%s', (activation, op) => {
  const call: Call = { op: rnnStep, node: nodeOf('rnn-step', { activation }), operands };
  const [x, h, wx, wh, b] = [0, 1, 2, 3, 4].map((index) => operand(operands, index)) as [
    TensorData,
    TensorData,
    TensorData,
    TensorData,
    TensorData,
  ];
  const node = nodeOf(activation);
  test('is the activation of the sum of two linear layers, in values and scales', () => {
    const sums = [linear.apply([x, wx, b], node), linear.apply([h, wh], node)];
    const z = add.apply(sums, node);
    expectNear(apply(call), op.apply([z], node));
    const sizes = [
      [x, wx, b],
      [h, wh],
    ].map((all) => linear.applyScale(all.map(absolute), all, node));
    const scale = add.applyScale(sizes, sums, node);
    expectNear(rnnStep.applyScale(operands.map(absolute), operands, call.node), op.applyScale([scale], [z], node));
    const upstream = irregular([2, 4], 9);
    const dz = op.vjp({ node, operands: [z], output: op.apply([z], node), upstream: absolute(upstream), index: 0 });
    const wanted = linear.vjpScale({
      ...{ node, operands: [h, wh], scales: [absolute(h), absolute(wh)], output: z, upstream: dz, index: 1 },
    });
    expectNear(vjpScale(call, 3, absolute(upstream)), wanted);
  });
  test('finite differences', () => {
    for (const index of shapes.keys()) expect(gradientError(call, index)).toBeLessThan(1e-7);
  });
});

test('tanh is usual', () => {
  const [usual, said] = [{}, { activation: 'tanh' }].map((options) => nodeOf('rnn-step', options as object));
  const call = (node = usual): Call => ({ op: rnnStep, node: node ?? nodeOf('rnn-step'), operands });
  expect(apply(call(usual))).toEqual(apply(call(said)));
  expect(vjp(call(usual), 0, irregular([2, 4]))).toEqual(vjp(call(said), 0, irregular([2, 4])));
});
