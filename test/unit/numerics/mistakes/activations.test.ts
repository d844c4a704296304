/** Mistakes with activations, by hand; and where they cannot be made. */
import { describe, expect, test } from '@jest/globals';
import { ACTIVATIONS } from '../../../../grader/numerics/mistakes/activations.js';
import type { Network, NetworkNode } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { made, variantsOf } from '../../../support/golden-mistakes.js';

const row = (...values: number[]) => float64([1, values.length], values);
const of = (op: NetworkNode['op'], more: Partial<NetworkNode> = {}): Network => ({
  ...{ inputs: { z: [1, 2], y: [1, 2] }, parameters: {} },
  nodes: [
    { name: 'a', op, of: ['z'], ...more },
    { name: 'loss', op: 'half-squared-error', of: ['a', 'y'] },
  ],
});
const numbers = (name: string, network: Network, z: number[], y: number[]) => {
  const { values, gradients } = made(name, network, { z: row(...z), y: row(...y) });
  const list = (tensor = row(NaN)) => Array.from(tensor.values, (one) => one + 0);
  return { a: list(values['a']), loss: list(values['loss'])[0], dz: list(gradients['z']), dy: list(gradients['y']) };
};

describe('relu and its mask: a = (2, 0) and dl/da = (1, -4)', () => {
  const relu = (name: string) => numbers(name, of('relu'), [2, -3], [1, 4]);
  test.each<[string, number[]]>([
    ['relu-no-mask', [1, -4]],
    ['relu-inverted-mask', [0, -4]],
    ['relu-mask-of-gradient', [1, 0]],
    ['relu-times-activation', [2, 0]],
  ])('%s: dl/dz is %j, and the values are right', (name, dz) => {
    expect(relu(name)).toMatchObject({ a: [2, 0], loss: 8.5, dz });
  });
  test('where the value is positive, other signs of the gradient show other masks', () => {
    // a = (2, 3), dl/da = (-1, 2)
    const both = (name: string) => numbers(name, of('relu'), [2, 3], [3, 1]).dz;
    expect(both('relu-mask-of-gradient')).toEqual([0, 2]);
    expect(both('relu-inverted-mask')).toEqual([0, 0]);
    expect(both('relu-times-activation')).toEqual([-2, 6]);
  });
  test('leaky relu: without a mask nothing is made smaller', () => {
    // a = (2, -1.5), dl/da = (1, -5.5)
    const leaky = (name: string) => numbers(name, of('leaky-relu', { slope: 0.5 }), [2, -3], [1, 4]).dz;
    expect(leaky('relu-no-mask')).toEqual([1, -5.5]);
    expect(leaky('relu-times-activation')).toEqual([2, 8.25]);
  });
  test('the mask of another layer of the same shape', () => {
    const two: Network = {
      ...{ inputs: { z: [1, 2], y: [1, 2] }, parameters: { W: [2, 2] } },
      nodes: [
        { name: 'a', op: 'relu', of: ['z'] },
        { name: 'u', op: 'linear', of: ['a', 'W'] },
        { name: 'b', op: 'relu', of: ['u'] },
        { name: 'loss', op: 'half-squared-error', of: ['b', 'y'] },
      ],
    };
    // a = (2, 0), u = (-2, 6), b = (0, 6), dl/db = (3, 5)
    const given = { z: row(2, -3), y: row(-3, 1), W: float64([2, 2], [-1, 5, 3, 7]) };
    expect(made('relu-mask-of-other-layer', two, given, 'b').gradients['u']).toEqual(row(3, 0));
    // dl/du = (0, 5), dl/da = (15, 35), of which the mask of u lets the second pass
    expect(made('relu-mask-of-other-layer', two, given, 'a').gradients['z']).toEqual(row(0, 35));
    // dl/du = (3, 0), dl/da = (-3, 15)
    expect(made('relu-mask-of-other-layer', two, given).gradients['z']).toEqual(row(0, 15));
    expect(variantsOf('relu-mask-of-other-layer', of('relu'), { z: row(2, -3), y: row(1, 4) })).toEqual([]);
    const wide = { ...given, W: float64([3, 2], [-1, 5, 3, 7, 1, 1]), y: row(1, 1, 1) };
    expect(variantsOf('relu-mask-of-other-layer', two, wide)).toEqual([]);
  });
});

describe('another function', () => {
  const LN3 = Math.log(3);
  test('none', () => {
    // (2 - 1)^2 / 2 + (-3 - 4)^2 / 2
    const left = { a: [2, -3], loss: 25, dz: [1, -7] };
    for (const op of ['relu', 'leaky-relu', 'sigmoid', 'tanh'] as const) {
      expect(numbers('activation-missing', of(op), [2, -3], [1, 4])).toMatchObject(left);
    }
  });
  test('sigmoid of the logarithm of 3 is 3/4, its slope 3/16', () => {
    const { a, dz } = numbers('sigmoid-for-relu', of('relu'), [LN3, -LN3], [0, 0]);
    expect([...a, ...dz].map((one) => one.toFixed(12))).toEqual(
      [3 / 4, 1 / 4, (3 / 4) * (3 / 16), (1 / 4) * (3 / 16)].map((one) => one.toFixed(12)),
    );
  });
  test('tanh of the logarithm of 3 is 4/5, its slope 9/25', () => {
    const { a, dz } = numbers('tanh-for-relu', of('leaky-relu'), [LN3, -LN3], [0, 0]);
    expect([...a, ...dz].map((one) => one.toFixed(12))).toEqual(
      [0.8, -0.8, 0.8 * 0.36, -0.8 * 0.36].map((one) => one.toFixed(12)),
    );
  });
  test('relu', () => {
    for (const op of ['sigmoid', 'tanh'] as const) {
      const found = numbers('relu-for-other-activation', of(op), [2, -3], [1, 4]);
      expect(found).toMatchObject({ a: [2, 0], loss: 8.5, dz: [1, 0] });
    }
  });
  test('one more relu, on the output', () => {
    const plain: Network = { ...of('relu'), nodes: [{ name: 'loss', op: 'half-squared-error', of: ['z', 'y'] }] };
    // (2, 0) and not (2, -3): ((2 - 1)^2 + (0 + 1)^2) / 2
    expect(numbers('relu-on-output', plain, [2, -3], [1, -1])).toMatchObject({ loss: 1, dz: [1, 0], dy: [-1, -1] });
    // an output that is never negative stays as it is
    expect(variantsOf('relu-on-output', plain, { z: row(2, 0), y: row(1, -1) })).toEqual([]);
    expect(variantsOf('relu-on-output', of('relu'), { z: row(2, -3), y: row(1, -1) })).toEqual([]);
    const open: Network = { ...plain, nodes: [{ name: 'a', op: 'tanh', of: ['z'] }] };
    expect(variantsOf('relu-on-output', open, { z: row(2, -3) })).toEqual([]);
  });
});

describe('another derivative', () => {
  const LN3 = Math.log(3);
  test('of sigmoid, at its output: the slope at a is 1 / (2 + 2 cosh a)', () => {
    const { a, dz } = numbers('sigmoid-slope-of-output', of('sigmoid'), [LN3, -LN3], [-1, 1]);
    expect(a[0]).toBeCloseTo(0.75, 12);
    expect(dz[0]).toBeCloseTo(1.75 / (2 + 2 * Math.cosh(0.75)), 12);
    expect(dz[1]).toBeCloseTo(-0.75 / (2 + 2 * Math.cosh(0.25)), 12);
  });
  test('of tanh, at its input: 1 - z^2', () => {
    const { a, dz } = numbers('tanh-slope-of-input', of('tanh'), [LN3, -2], [0, 0]);
    expect(a[0]).toBeCloseTo(0.8, 12);
    expect(dz[0]).toBeCloseTo(0.8 * (1 - LN3 * LN3), 12);
    expect(dz[1]).toBeCloseTo(Math.tanh(-2) * -3, 12);
  });
});

test('which can be made with which activation', () => {
  const given = { z: row(2, 3), y: row(1, 4) };
  const made = (op: NetworkNode['op']) =>
    ACTIVATIONS.filter(({ name }) => variantsOf(name, of(op), given).length > 0).map(({ name }) => name);
  const masks = ['relu-no-mask', 'relu-inverted-mask', 'relu-mask-of-gradient', 'relu-times-activation'];
  const kinked = [...masks, 'activation-missing', 'sigmoid-for-relu', 'tanh-for-relu'];
  expect(made('relu')).toEqual(kinked);
  expect(made('leaky-relu')).toEqual(kinked);
  expect(made('sigmoid')).toEqual(['activation-missing', 'relu-for-other-activation', 'sigmoid-slope-of-output']);
  expect(made('tanh')).toEqual(['activation-missing', 'relu-for-other-activation', 'tanh-slope-of-input']);
  expect(made('softmax')).toEqual([]);
});
