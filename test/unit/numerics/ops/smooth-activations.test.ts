/** Softplus and gelu by hand, far out, and by finite differences. */
import { describe, expect, test } from '@jest/globals';
import { gelu, softplus, softplusOf } from '../../../../grader/numerics/ops/smooth-activations.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { apply, gradientError, irregular, nodeOf, vjp, type Call } from '../../../support/op-laws.js';

const valueOf = (call: Omit<Call, 'operands'>, z: number) =>
  apply({ ...call, operands: [float64([1], [z])] }).values[0] ?? NaN;

describe('softplus', () => {
  const call = { op: softplus, node: nodeOf('softplus') };
  test('by hand, and where exp would overflow or vanish', () => {
    expect(valueOf(call, 0)).toBeCloseTo(Math.LN2, 15);
    expect(valueOf(call, Math.log(7))).toBeCloseTo(Math.log(8), 14);
    expect([softplusOf(1000), softplusOf(-1000)]).toEqual([1000, 0]);
    // log1p keeps the digits of a small power
    expect(softplusOf(-40) / Math.exp(-40)).toBeCloseTo(1, 14);
  });
});

describe('gelu', () => {
  const exact = { op: gelu, node: nodeOf('gelu') };
  const approximate = { op: gelu, node: nodeOf('gelu', { approximate: 'tanh' }) };
  test('z times the probability below z', () => {
    expect(valueOf(exact, 1)).toBeCloseTo(0.841344746068542949, 15);
    expect(valueOf(exact, -2.5)).toBeCloseTo(-2.5 * 0.00620966532577613517, 15);
    expect([valueOf(exact, 0), valueOf(exact, 100)]).toEqual([0, 100]);
  });
  test('the approximation is near, and another number', () => {
    // tanh(sqrt(2 / pi) 1.044715) by hand is 0.68238397...
    expect(valueOf(approximate, 1)).toBeCloseTo(0.8411919906, 9);
    expect(valueOf(approximate, 1) - valueOf(exact, 1)).toBeLessThan(-1e-4);
  });
});

test.each([
  ['softplus', softplus, {}],
  ['gelu', gelu, {}],
  ['gelu', gelu, { approximate: 'tanh' }],
] as const)('%s: finite differences, %j', (name, op, options) => {
  const call: Call = { op, node: nodeOf(name, options), operands: [irregular([3, 4])] };
  expect(gradientError(call, 0)).toBeLessThan(1e-8);
  // a slope rule is for kinks, which these do not have
  const upstream = irregular([3, 4], 1);
  expect(vjp(call, 0, upstream, () => 7)).toEqual(vjp(call, 0, upstream));
});
