/** Follow-through where numbers are 0: sums that cancel, masks that do not show, and kinks. Worked by hand. */
import { describe, expect, test } from '@jest/globals';
import type { Network } from '../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';
import { GIVEN, gradient, judgeLast, one, row, value } from '../../support/answered-chain.js';
import { nodeOf } from '../../support/op-laws.js';

describe('zeros', () => {
  test('a sum of own numbers that happens to cancel was calculated', () => {
    // 3 * 1 - 4 + 1
    expect(
      judgeLast([
        [value('z2'), row(1, 4)],
        [value('yhat'), one(0)],
      ]),
    ).toEqual({ verdict: 'followed-through' });
    // 3 * 1 - 3 without a bias
    const plain = { ...GIVEN, b2: float64([1], [0]) };
    expect(
      judgeLast(
        [
          [value('z2'), row(1, 3)],
          [value('yhat'), one(0)],
        ],
        plain,
      ),
    ).toEqual({
      verdict: 'followed-through',
    });
  });
  test('what follows from zeros is zero without any understanding', () => {
    const plain = { ...GIVEN, b2: float64([1], [0]) };
    expect(
      judgeLast(
        [
          [value('z2'), row(0, 0)],
          [value('yhat'), one(0)],
        ],
        plain,
      ),
    ).toEqual({ verdict: 'degenerate' });
  });
  test('so are a relu that is off everywhere, a gradient behind it, and one at the target', () => {
    expect(
      judgeLast([
        [value('z1'), row(-1, -5)],
        [value('z2'), row(0, 0)],
      ]),
    ).toEqual({ verdict: 'degenerate' });
    expect(
      judgeLast([
        [value('z1'), row(-1, -5)],
        [gradient('z1'), row(0, 0)],
      ]),
    ).toEqual({ verdict: 'degenerate' });
    expect(
      judgeLast([
        [value('yhat'), one(5)],
        [gradient('yhat'), one(0)],
      ]),
    ).toEqual({ verdict: 'degenerate' });
  });
});

/** z = x W', t = 2 z, a = f(t), and the loss compares a with y. */
const chainOf = (op: 'relu' | 'leaky-relu', ...more: Network['nodes']): Network => ({
  ...{ inputs: { x: [1, 2], y: [1, 1] }, parameters: { W: [1, 2], V: [1, 1] } },
  nodes: [
    nodeOf('linear', { name: 'z', of: ['x', 'W'] }),
    nodeOf('linear', { name: 't', of: ['z', 'V'] }),
    nodeOf(op, { name: 'a', of: ['t'] }),
    ...more,
    nodeOf('half-squared-error', { name: 'loss', of: ['a', 'y'] }),
  ],
});
const SMALL = { x: row(1, 2), y: one(1), W: row(3, -1), V: one(2) };

describe('a mask that does not show', () => {
  test('concerns gradients alone: a value before relu is followed through', () => {
    expect(
      judgeLast(
        [
          [value('z'), one(4)],
          [value('t'), one(8)],
        ],
        SMALL,
        chainOf('relu'),
      ),
    ).toEqual({
      verdict: 'followed-through',
    });
  });
  test.each(['relu', 'leaky-relu'] as const)(
    'a gradient before %s that is on is trivial, before one that is off not',
    (op) => {
      // t = 2, a = 2, dl/da = 1
      const own = gradient('a');
      expect(
        judgeLast(
          [
            [own, one(7)],
            [gradient('t'), one(7)],
          ],
          SMALL,
          chainOf(op),
        ),
      ).toEqual({ verdict: 'trivial' });
      const off = { ...SMALL, W: row(-3, 1) };
      const below = op === 'relu' ? 0 : 0.07;
      const expected = op === 'relu' ? 'right' : 'followed-through';
      // t = -2, where relu passes 0, whatever comes
      expect(
        judgeLast(
          [
            [own, one(7)],
            [gradient('t'), one(below)],
          ],
          off,
          chainOf(op),
        ).verdict,
      ).toBe(expected);
    },
  );
  test('a second use of the value that is no relu does not change that', () => {
    const network = chainOf('relu', nodeOf('linear', { name: 'unused', of: ['t', 'V'] }));
    expect(
      judgeLast(
        [
          [gradient('a'), one(7)],
          [gradient('t'), one(7)],
        ],
        SMALL,
        network,
      ),
    ).toEqual({
      verdict: 'trivial',
    });
  });
});

describe('kinks', () => {
  const kinked = (x: TensorData, W: TensorData, slope: number) =>
    // dl/da = a - y = -1 at a = 0
    judgeLast([[gradient('t'), one(-slope)]], { ...SMALL, x, W }, chainOf('relu'));
  const right = { verdict: 'right', consistent: true, note: null };
  test('either slope is right at 0, from below, from above and from terms that are all 0', () => {
    for (const W of [row(2, -1), row(0, 0)]) {
      expect([0, 1].map((slope) => kinked(row(1, 2), W, slope))).toEqual([right, right]);
    }
    // 0.1 + 0.2 - 0.3 by two terms: below 0 and above 0 by rounding
    const near = row(0.1 + 0.2, 0.3);
    expect([0, 1].map((slope) => kinked(near, row(1, -1), slope))).toEqual([right, right]);
    expect([0, 1].map((slope) => kinked(near, row(-1, 1), slope))).toEqual([right, right]);
    expect(kinked(row(1, 2), row(2, -1), 0.7).verdict).toBe('wrong');
  });
  test('0 is a millionth of a millionth of the terms', () => {
    // terms of 2000 in t: 2e-9 are 0, 3e-9 are not
    const beside = (rest: number, slope: number) => kinked(row(500 + rest, 500), row(1, -1), slope).verdict;
    expect([0, 1].map((slope) => beside(2 ** -30, slope))).toEqual(['right', 'right']);
    expect(beside(2 ** -29, 1)).toBe('right');
    expect(beside(2 ** -29, 0)).not.toBe('right');
  });
});
