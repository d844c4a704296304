/** What rewrite rules have in common, on one layer by hand: x = (1, 2), W = (3, 4), b = 5, so z = 16. */
import { describe, expect, test } from '@jest/globals';
import { rewrittenGradients } from '../../../../grader/numerics/gradients.js';
import { valuesOf } from '../../../../grader/numerics/network.js';
import { calledWith, share, withOp, withOperand, zerosLike } from '../../../../grader/numerics/mistakes/rewriting.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

const NETWORK: Network = {
  inputs: { x: [1, 2], y: [1, 1] },
  parameters: { W: [1, 2], b: [1] },
  nodes: [
    { name: 'z', op: 'linear', of: ['x', 'W', 'b'] },
    { name: 'a', op: 'relu', of: ['z'] },
    { name: 'loss', op: 'half-squared-error', of: ['a', 'y'] },
  ],
};
const GIVEN = {
  x: float64([1, 2], [1, 2]),
  y: float64([1, 1], [15]),
  W: float64([1, 2], [3, 4]),
  b: float64([1], [5]),
};
const numbers = (tensor: { readonly values: ArrayLike<number> } | undefined) => Array.from(tensor?.values ?? []);
const at = (name: string) => (node: { readonly name: string }) => node.name === name;

describe('another call', () => {
  const withoutBias = calledWith(({ operands }) => ({ operands: withOperand(operands, 2, zerosLike) }));
  test('in both passes: z = 11 and dl/dz = -4 without the bias', () => {
    expect(numbers(valuesOf(NETWORK, GIVEN, withoutBias(at('z')))['z'])).toEqual([11]);
    expect(numbers(rewrittenGradients(NETWORK, GIVEN, withoutBias(at('z')))['z'])).toEqual([-4]);
  });
  test('only where it is made', () => {
    expect(numbers(valuesOf(NETWORK, GIVEN, withoutBias(at('a')))['z'])).toEqual([16]);
  });
  test('another operation: tanh(16) is 1 in double precision but for 2.5e-14, and flat', () => {
    const [value] = numbers(valuesOf(NETWORK, GIVEN, withOp('tanh')(at('a')))['a']);
    expect(value).toBeCloseTo(1, 12);
    const [slope] = numbers(rewrittenGradients(NETWORK, GIVEN, withOp('tanh')(at('a')))['z']);
    expect(Math.abs(slope ?? NaN)).toBeLessThan(1e-11);
  });
});

test('the gradient of one operand alone', () => {
  const zero = share(1, ({ operands }) => zerosLike(operands[1] ?? float64([], [NaN])));
  const gradients = rewrittenGradients(NETWORK, GIVEN, zero(at('z')));
  expect(numbers(gradients['W'])).toEqual([0, 0]);
  expect(numbers(gradients['x'])).toEqual([3, 4]);
  expect(numbers(gradients['b'])).toEqual([1]);
});

test('one operand is changed, the others stay; a place that is not there changes nothing', () => {
  const [x, W] = [GIVEN.x, GIVEN.W];
  expect(withOperand([x, W], 1, zerosLike)).toEqual([x, float64([1, 2], [0, 0])]);
  expect(withOperand([x, W], 2, zerosLike)).toEqual([x, W]);
});
