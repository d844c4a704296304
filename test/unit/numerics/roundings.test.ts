/** What counts as 0 up to rounding, operation by operation, at both sides of the bound; and which slopes are followed. */
import { describe, expect, test } from '@jest/globals';
import { kinksIn, withSubgradients } from '../../../grader/numerics/near-kinks.js';
import type { SlopeRule } from '../../../grader/numerics/ops/op.js';
import type { Network, NetworkNode, OpName } from '../../../grader/schema/network.js';
import { float64, sizeOf, type TensorData } from '../../../grader/tensor/tensor.js';
import { nodeOf } from '../../support/op-laws.js';

/** Half a unit in the last place of a float32. */
const UNIT = 1 / 16_777_216;
const zeros = (...shape: number[]) => float64(shape, new Float64Array(sizeOf(shape)));
const networkOf = (...nodes: NetworkNode[]): Network => ({ inputs: {}, parameters: {}, nodes });
const relu = nodeOf('relu', { of: ['z'] });

/** The largest |z| that is a kink, in units of rounding of a scale of 3, to a millionth. */
function boundOf(nodes: readonly NetworkNode[], values: Record<string, TensorData>): number {
  const isKink = (units: number, sign: number) => {
    const z = float64([2], [1, sign * units * UNIT * 3]);
    const evaluation = { values: { ...values, z }, scale: { z: float64([2], [0, 3]) } };
    return kinksIn(networkOf(...nodes, relu), evaluation)(relu, 1);
  };
  let [low, high] = [0, 4096];
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (low + high) / 2;
    if (isKink(middle, 1)) low = middle;
    else high = middle;
  }
  expect([isKink(0.999 * low, -1), isKink(1.001 * high, -1)]).toEqual([true, false]);
  return low;
}

describe('roundings', () => {
  const bound = (op: OpName, x: TensorData, w?: TensorData) =>
    boundOf([nodeOf(op, { name: 'z', of: ['x', 'w'] })], w === undefined ? { x } : { x, w });
  test.each<[OpName, number[], number[], number]>([
    // two for each product of a sum, and four
    ['linear', [2, 3], [5, 3], 2 * 3 + 4],
    ['conv2d', [1, 9, 9, 4], [2, 3, 4, 5], 2 * 24 + 4],
    ['depthwise-conv2d', [1, 9, 9, 4], [2, 3, 4, 5], 2 * 24 + 4],
    ['avg-pool', [1, 2, 3, 1], [], 2 * 6 + 4],
    ['global-avg-pool', [1, 2, 3, 1], [], 2 * 6 + 4],
    ['batch-norm-training', [2, 4], [4], 2 * 8 + 4],
    ['batch-norm', [2, 4], [4], 4],
    ['tanh', [2, 4], [], 4],
  ])('%s of %j and %j: %i roundings at most', (op, x, w, roundings) => {
    expect(bound(op, zeros(...x), zeros(...w))).toBeCloseTo(roundings, 4);
  });
  test('many of them mostly cancel: eight times the root of their number', () => {
    // 2 * 1000 + 4 are more than 64
    expect(bound('linear', zeros(1, 1000), zeros(1, 1000))).toBeCloseTo(8 * Math.sqrt(2004), 3);
    expect(bound('linear', zeros(1, 30), zeros(1, 30))).toBeCloseTo(64, 4);
  });
  test('without a weight or an input there is nothing to add up', () => {
    expect(boundOf([nodeOf('linear', { name: 'z', of: [] })], {})).toBeCloseTo(2 + 4, 4);
    expect(boundOf([nodeOf('conv2d', { name: 'z', of: ['x', 'w'] })], {})).toBeCloseTo(2 + 4, 4);
  });
  test('those before add up along the longest way', () => {
    const chain = [
      nodeOf('linear', { name: 'p', of: ['x', 'w'] }),
      nodeOf('tanh', { name: 'q', of: ['x'] }),
      nodeOf('linear', { name: 'z', of: ['q', 'v', 'p'] }),
    ];
    // 2 * 3 + 4 of p, and 2 * 2 + 4
    expect(boundOf(chain, { x: zeros(1, 3), w: zeros(2, 3), v: zeros(1, 2) })).toBeCloseTo(10 + 8, 4);
  });
  test('a given value is exact: only 0 itself is a kink', () => {
    expect(boundOf([], {})).toBeLessThan(1e-6);
  });
});

describe('nodes', () => {
  const evaluation = { values: { z: zeros(1) }, scale: { z: float64([1], [1]) } };
  const isKink = (node: NetworkNode, seen: Parameters<typeof kinksIn>[1] = evaluation) =>
    kinksIn(networkOf(node), seen)(node, 0);
  test('relu and leaky relu have a kink, others have none', () => {
    expect(isKink(relu)).toBe(true);
    expect(isKink(nodeOf('leaky-relu', { of: ['z'] }))).toBe(true);
    expect(isKink(nodeOf('tanh', { of: ['z'] }))).toBe(false);
    expect(isKink(nodeOf('linear', { of: ['z'] }))).toBe(false);
  });
  test('nor has a node whose input or scale is unknown, or that has none', () => {
    expect(isKink(relu, { ...evaluation, scale: {} })).toBe(false);
    expect(isKink(relu, { ...evaluation, values: {} })).toBe(false);
    expect(isKink(nodeOf('relu', { of: [] }))).toBe(false);
  });
});

describe('a hinge loss', () => {
  const UNITS = 4 * UNIT;
  const hinge = nodeOf('hinge', { of: ['out', 'target'] });
  const isKink = (out: TensorData, target: TensorData, index: number) => {
    const sized = ({ shape, values }: TensorData) => float64(shape, Array.from(values, Math.abs));
    const evaluation = { values: { out, target }, scale: { out: sized(out), target: sized(target) } };
    return kinksIn(networkOf(hinge), evaluation)(hinge, index);
  };
  test('has a kink where a margin is 0 up to four roundings of 1 + |out_y| + |out_k|', () => {
    const label = { dtype: 'int32', shape: [1], values: Int32Array.of(0) } as const;
    const at = (units: number) => isKink(float64([1, 2], [2, 1 + units * UNITS * 4]), label, 1);
    expect([at(0.99), at(1.01), at(-0.99)]).toEqual([true, false, true]);
    // the label itself is not a term
    expect(isKink(float64([1, 2], [0, 0]), label, 0)).toBe(false);
  });
  test('so has that of two classes', () => {
    const at = (units: number) => isKink(float64([1, 1], [-1 + units * UNITS * 2]), float64([1, 1], [-1]), 0);
    expect([at(0.99), at(1.01)]).toEqual([true, false]);
  });
  test('the roundings before it count', () => {
    const nodes = [nodeOf('linear', { name: 'out', of: ['x', 'w'] }), hinge];
    const at = (units: number) => {
      const values = {
        x: zeros(1, 3),
        w: zeros(1, 3),
        out: float64([1, 1], [1 + units * UNIT * 2]),
        target: zeros(1, 1),
      };
      const scale = { out: float64([1, 1], [1]), target: float64([1, 1], [1]) };
      values.target.values[0] = 1;
      return kinksIn(networkOf(...nodes), { values, scale })(hinge, 0);
    };
    // 2 * 3 + 4 of the linear layer, and 4
    expect([at(13.99), at(14.01)]).toEqual([true, false]);
  });
  test('but none where its target is unknown', () => {
    const out = float64([1, 1], [1]);
    expect(kinksIn(networkOf(hinge), { values: { out }, scale: { out } })(hinge, 0)).toBe(false);
  });
});

describe('slopes at kinks', () => {
  const leaky = nodeOf('leaky-relu', { name: 'a', of: ['z'], slope: 0.25 });
  const network = networkOf(leaky);
  /** A number for each kink, -1 or 1 for others. */
  const slopesAt = (z: readonly number[]) => {
    const tensor = float64([z.length], z);
    const evaluation = { values: { z: tensor }, scale: { z: tensor } };
    return withSubgradients(network, evaluation, (slope: SlopeRule) =>
      z.map((value, index) => slope(leaky, value, index, value > 0 ? 1 : 7)),
    );
  };
  test('the reference has that of the negative side, and each kink in turn has that of the positive one', () => {
    expect(slopesAt([0, 5, 0, -5])).toEqual({
      reference: [0.25, 1, 0.25, 7],
      moved: [
        [1, 1, 0.25, 7],
        [0.25, 1, 1, 7],
      ],
    });
  });
  test('only the first eight are followed', () => {
    const { reference, moved } = slopesAt(new Array<number>(9).fill(0));
    expect(reference).toEqual(new Array(9).fill(0.25));
    expect(moved).toHaveLength(8);
    expect(moved[7]).toEqual([...new Array<number>(7).fill(0.25), 1, 0.25]);
  });
  test('the same place of two nodes is two kinks', () => {
    const [one, other] = [leaky, { ...leaky, name: 'c' }];
    const evaluation = { values: { z: zeros(1) }, scale: { z: zeros(1) } };
    const { moved } = withSubgradients(networkOf(one, other), evaluation, (slope) => [
      slope(one, 0, 0, 7),
      slope(other, 0, 0, 7),
    ]);
    expect(moved).toEqual([
      [1, 0.25],
      [0.25, 1],
    ]);
  });
  test('a kink that is asked for twice is one', () => {
    const evaluation = { values: { z: zeros(1) }, scale: { z: zeros(1) } };
    const { moved } = withSubgradients(network, evaluation, (slope) => [0, 1].map(() => slope(leaky, 0, 0, 7)));
    expect(moved).toEqual([[1, 1]]);
  });
});
