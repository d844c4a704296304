/** Attention by hand, as the product, softmax and product that it is made of, by differences, and its wrong variants. */
import { describe, expect, test } from '@jest/globals';
import { attend, attendVjp, attention } from '../../../../grader/numerics/ops/attention.js';
import { matmul } from '../../../../grader/numerics/ops/matmul.js';
import { scaled, type Op } from '../../../../grader/numerics/ops/op.js';
import { softmax } from '../../../../grader/numerics/ops/softmax.js';
import { transpose } from '../../../../grader/numerics/shapes.js';
import type { NetworkNode } from '../../../../grader/schema/network.js';
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

const node = nodeOf('attention');
const expectNear = (found: TensorData, wanted: TensorData) => {
  expect(found.shape).toEqual(wanted.shape);
  for (const [index, value] of wanted.values.entries()) expect(found.values[index]).toBeCloseTo(value, 12);
};
const LOG3 = Math.log(3);
// scores 2 log 3 and 0 before the scale of 1/2, then 0 and 0
const Q = float64([2, 4], [LOG3, 0, 0, 0, 0, 0, 0, 0]);
const K = float64([2, 4], [2, 1, 1, 1, 0, 5, 5, 5]);
const V = float64([2, 1], [8, 16]);

describe('by hand', () => {
  test('weights 3/4 and 1/4, then equal ones', () => {
    expectNear(attend([Q, K, V], {}), float64([2, 1], [10, 12]));
  });
  test('without the scale: 9/10 and 1/10', () => {
    expectNear(attend([Q, K, V], { scale: 1 }), float64([2, 1], [8.8, 12]));
  });
  test('with the softmax over the queries', () => {
    // column 0: 3/4, 1/4; column 1: equal
    expectNear(attend([Q, K, V], { softmaxOver: 'queries' }), float64([2, 1], [14, 10]));
  });
  test('causal: the first query sees the first key alone', () => {
    expectNear(attend([Q, K, V], { causal: true }), float64([2, 1], [8, 12]));
  });
  test('large scores do not overflow', () => {
    expectNear(attend([scaled(Q, 1e5), K, V], {}), float64([2, 1], [8, 12]));
  });
});

describe('heads', () => {
  test('two heads are two attentions of half of the columns', () => {
    const [q, k, v] = [irregular([2, 3, 4]), irregular([2, 5, 4], 1), irregular([2, 5, 6], 2)];
    const half = (x: TensorData, part: number) => {
      const side = (x.shape.at(-1) ?? 0) / 2;
      const kept = [...x.values].filter((_, index) => Math.floor((index % (2 * side)) / side) === part);
      return float64([...x.shape.slice(0, -1), side], kept);
    };
    const whole = attend([q, k, v], { heads: 2 });
    for (const part of [0, 1])
      expectNear(
        half(whole, part),
        attend(
          [q, k, v].map((x) => half(x, part)),
          {},
        ),
      );
  });
  test('the batch is a leading side: each example by itself', () => {
    const [q, k, v] = [irregular([2, 3, 4]), irregular([2, 3, 4], 1), irregular([2, 3, 4], 2)];
    const second = ({ values }: TensorData) => float64([3, 4], values.slice(12));
    expectNear(second(attend([q, k, v], { causal: true })), attend([q, k, v].map(second), { causal: true }));
  });
});

/** Attention of one head as a chain of other operations; q is scaled before. */
function composed(operands: readonly TensorData[]) {
  const [q, k, v] = operands;
  if (q === undefined || k === undefined || v === undefined) throw new Error('three operands');
  const product: NetworkNode = nodeOf('matmul', { transpose: 'second' });
  const by = 1 / Math.sqrt(q.shape.at(-1) ?? 1);
  const step = (op: Op, of: NetworkNode, all: readonly TensorData[], scales: readonly TensorData[]) => {
    const output = op.apply(all, of);
    return { op, of, all, scales, output, scale: op.applyScale(scales, all, of) };
  };
  const scores = step(matmul, product, [scaled(q, by), k], [scaled(absolute(q), by), absolute(k)]);
  const weights = step(softmax, node, [scores.output], [scores.scale]);
  const out = step(matmul, nodeOf('matmul'), [weights.output, v], [weights.scale, absolute(v)]);
  const back = (last: ReturnType<typeof step>, upstream: TensorData, index: number, kind: 'vjp' | 'vjpScale') =>
    last.op[kind]({ node: last.of, operands: last.all, scales: last.scales, output: last.output, upstream, index });
  const gradients = (upstream: TensorData, kind: 'vjp' | 'vjpScale') => {
    const ds = back(weights, back(out, upstream, 0, kind), 0, kind);
    return [scaled(back(scores, ds, 0, kind), by), back(scores, ds, 1, kind), back(out, upstream, 1, kind)] as const;
  };
  return { output: out.output, scale: out.scale, gradients };
}

describe('as product, softmax and product', () => {
  const operands = [irregular([3, 4]), irregular([5, 4], 1), irregular([5, 2], 2)];
  const call: Call = { op: attention, node, operands };
  const chain = composed(operands);
  const upstream = irregular([3, 2], 7);
  test('values and their scales', () => {
    expectNear(apply(call), chain.output);
    expectNear(attention.applyScale(operands.map(absolute), operands, node), chain.scale);
  });
  test('gradients and their scales', () => {
    const [values, scales] = [chain.gradients(upstream, 'vjp'), chain.gradients(absolute(upstream), 'vjpScale')];
    for (const index of [0, 1, 2] as const) {
      expectNear(vjp(call, index, upstream), values[index]);
      expectNear(vjpScale(call, index, absolute(upstream)), scales[index]);
    }
  });
});

describe('finite differences', () => {
  const operands = [irregular([2, 3, 4]), irregular([2, 3, 4], 1), irregular([2, 3, 6], 2)];
  test.each([{}, { heads: 2 }, { causal: true }, { heads: 2, causal: true }])('%j', (options) => {
    const call: Call = { op: attention, node: nodeOf('attention', options), operands };
    for (const index of [0, 1, 2]) expect(gradientError(call, index)).toBeLessThan(1e-7);
  });
  test.each([
    { scale: 1 },
    { softmaxOver: 'queries' },
    { softmaxOver: 'queries', causal: true, heads: 2, scale: 0.3 },
  ] as const)('of a wrong variant: %j', (options) => {
    const variant: Op = {
      ...attention,
      apply: (all) => attend(all, options),
      vjp: ({ operands: all, upstream, index }) => attendVjp(all, upstream, index, options),
    };
    for (const index of [0, 1, 2]) expect(gradientError({ op: variant, node, operands }, index)).toBeLessThan(1e-7);
  });
});

test('the softmax over the queries is that over the keys of the transposed scores', () => {
  // with v the identity, the output is the weights
  const [q, k] = [irregular([3, 4]), irregular([3, 4], 1)];
  const identity = float64([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  expectNear(attend([q, k, identity], { softmaxOver: 'queries' }), transpose(attend([k, q, identity], {})));
});

test('takes three operands', () => {
  expect(attention).toMatchObject({ operands: [3, 3], isLoss: false });
});
