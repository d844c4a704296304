/** Two mistakes in one calculation, forward and backward. */
import { describe, expect, test } from '@jest/globals';
import { rewrittenGradients } from '../../../../grader/numerics/gradients.js';
import { compose } from '../../../../grader/numerics/mistakes/compose.js';
import { valuesOf } from '../../../../grader/numerics/network.js';
import { at, build, scaled, type Rewrite } from '../../../../grader/numerics/ops/op.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

/** a = (2, 0), loss = ((2 - 1)^2 + (0 - 4)^2) / 2, dl/da = (1, -4). */
const NETWORK: Network = {
  ...{ inputs: { x: [1, 2], y: [1, 2] }, parameters: {} },
  nodes: [
    { name: 'a', op: 'relu', of: ['x'] },
    { name: 'loss', op: 'half-squared-error', of: ['a', 'y'] },
  ],
};
const row = (...values: number[]) => float64([1, values.length], values);
const GIVEN = { x: row(2, -3), y: row(1, 4) };

const isRelu = ({ node }: { node: { op: string } }) => node.op === 'relu';
const plus = (by: number): Rewrite => ({
  forward: (call, usual) => {
    const right = usual(call);
    return isRelu(call) ? build(right.shape, (i) => at(right, i) + by) : right;
  },
});
const times = (by: number): Rewrite => ({
  forward: (call, usual) => (isRelu(call) ? scaled(usual(call), by) : usual(call)),
});
const back = (by: number): Rewrite => ({
  backward: (call, usual) => {
    const part = usual(call);
    return part === null ? null : scaled(part, isRelu(call) ? by : 1);
  },
});
const unmasked: Rewrite = { backward: (call, usual) => (isRelu(call) ? call.upstream : usual(call)) };
const a = (rewrite: Rewrite) => valuesOf(NETWORK, GIVEN, rewrite)['a'];
const dx = (rewrite: Rewrite) => rewrittenGradients(NETWORK, GIVEN, rewrite)['x'];

describe('forward', () => {
  test('the first changes what the second gives', () => {
    // (2 + 1) 10, and 2 * 10 + 1
    expect(a(compose(times(10), plus(1)))).toEqual(row(30, 10));
    expect(a(compose(plus(1), times(10)))).toEqual(row(21, 1));
  });
  test('three', () => {
    expect(a(compose(plus(5), compose(times(10), plus(1))))).toEqual(row(35, 15));
    expect(a(compose(compose(plus(5), times(10)), plus(1)))).toEqual(row(35, 15));
  });
  test('one without a forward rule leaves the other', () => {
    expect(a(compose(back(3), plus(1)))).toEqual(row(3, 1));
    expect(a(compose(plus(1), back(3)))).toEqual(row(3, 1));
    expect(compose({}, {})).toEqual({});
    expect(Object.keys(compose(back(3), back(2)))).toEqual(['backward']);
    expect(Object.keys(compose(plus(3), plus(2)))).toEqual(['forward']);
  });
});

describe('backward', () => {
  test('the first changes what the second gives', () => {
    expect(dx(back(3))).toEqual(row(3, -0));
    expect(dx(compose(back(3), unmasked))).toEqual(row(3, -12));
    // of the second nothing is left if the first does not ask for it
    expect(dx(compose(unmasked, back(3)))).toEqual(row(1, -4));
  });
  test('one without a backward rule leaves the other, and changes the values that it uses', () => {
    // a = (3, 1), dl/da = (2, -3)
    expect(dx(compose(plus(1), unmasked))).toEqual(row(2, -3));
    expect(dx(compose(unmasked, plus(1)))).toEqual(row(2, -3));
  });
});
