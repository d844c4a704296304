/** Pre-activations that are 0 on paper: both slopes are right, in any precision. */
import { describe, expect, test } from '@jest/globals';
import { measureCloseness } from '../../../grader/numerics/closeness.js';
import { Chain, keyOf } from '../../../grader/numerics/following/follow-through.js';
import { gradientsWithSubgradients } from '../../../grader/numerics/gradients.js';
import { jacobianWithSubgradients } from '../../../grader/numerics/jacobian.js';
import { compareTyped } from '../../../grader/numerics/typed.js';
import { evaluate, type Values } from '../../../grader/numerics/network.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64 } from '../../../grader/tensor/tensor.js';

function networkWith(op: 'relu' | 'leaky-relu'): Network {
  return {
    inputs: { x: ['B', 3], y: ['B', 1] },
    parameters: { W: [1, 3] },
    nodes: [
      { name: 'z', op: 'linear', of: ['x', 'W'] },
      { name: 'a', op, of: ['z'] },
      { name: 'loss', op: 'half-squared-error', of: ['a', 'y'] },
    ],
  };
}

const RELU = networkWith('relu');
/** dl/da is about 1. */
const valuesOf = (x: readonly number[]): Values => ({
  x: float64([1, 3], x),
  y: float64([1, 1], [-1]),
  W: float64([1, 3], [1, 1, 1]),
});
const single = ({ x, ...rest }: Values): Values => ({
  ...rest,
  x: float64([1, 3], Float64Array.from(x?.values ?? [], Math.fround)),
});

/** Whether dl/dW counts when the slope of the relu is `slope`, to the precision of float32. */
function counts(network: Network, given: Values, slope: number): boolean {
  const { reference, directions } = gradientsWithSubgradients(network, given);
  const dW = reference.gradients['W'];
  if (dW === undefined) throw new Error('no gradient');
  const answer = [...(given['x']?.values ?? [])].map((value) => slope * value);
  const along = directions.flatMap((direction) => direction['W'] ?? []);
  return measureCloseness(answer, { reference: dW, largest: 1, directions: along }, 1e-3).verdict === 'match';
}

describe.each([
  ['+5.6e-17 in double precision', valuesOf([0.1, 0.2, -0.3])],
  ['-5.6e-17', valuesOf([-0.1, -0.2, 0.3])],
  ['-7.5e-9 of what float32 has', single(valuesOf([0.1, 0.2, -0.3]))],
  ['+7.5e-9', single(valuesOf([-0.1, -0.2, 0.3]))],
  ['exactly 0', valuesOf([0.25, 0.5, -0.75])],
])('%s', (_name, given) => {
  test('is not far from 0, and at most one of both is 0', () => {
    expect(Math.abs(evaluate(RELU, given).values['z']?.values[0] ?? NaN)).toBeLessThan(1e-8);
  });
  test('either slope, or one between, is right; another is not', () => {
    expect([0, 1, 0.4].map((slope) => counts(RELU, given, slope))).toEqual([true, true, true]);
    expect([-0.5, 1.5].map((slope) => counts(RELU, given, slope))).toEqual([false, false]);
    const leaky = networkWith('leaky-relu');
    expect([0.01, 1, -0.4].map((slope) => counts(leaky, given, slope))).toEqual([true, true, false]);
  });
  test('so are typed Jacobians', () => {
    const { reference, directions } = jacobianWithSubgradients(RELU, given, 'a', 'z');
    const verdictOf = (slope: number) => compareTyped(float64([1, 1], [slope]), reference, directions).verdict;
    expect([0, 1, 3].map(verdictOf)).toEqual(['match', 'match', 'different']);
  });
});

test.each([1e-5, -1e-5, 1e-4])('%d is not a kink: one slope is right', (z) => {
  const given = valuesOf([0.25, 0.5, z - 0.75]);
  expect([0, 1].map((slope) => counts(RELU, given, slope))).toEqual([z < 0, z > 0]);
});

describe('typed answers of a chain', () => {
  const step = (kind: 'value' | 'gradient', of: string) => ({ kind, of });
  const judged = (network: Network, dz: number) => {
    const answers = new Map([[keyOf(step('value', 'z')), float64([1, 1], [0])]]);
    const chain = new Chain(network, valuesOf([0.1, 0.2, -0.3]), answers);
    return chain.judge(step('gradient', 'z'), float64([1, 1], [dz])).verdict;
  };
  test('either slope of 0.1 + 0.2 - 0.3', () => {
    expect([0, 1].map((dz) => judged(RELU, dz))).toEqual(['right', 'right']);
    expect([0.01, 1].map((dz) => judged(networkWith('leaky-relu'), dz))).toEqual(['right', 'right']);
  });
  test('another is wrong', () => {
    expect(judged(RELU, 3)).toBe('wrong');
  });
});
