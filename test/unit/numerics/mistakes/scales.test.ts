/** The loss and all gradients times a factor, by hand for three examples and two outputs; and where there is none. */
import { describe, expect, test } from '@jest/globals';
import { SCALES } from '../../../../grader/numerics/mistakes/scales.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { made, variantsOf } from '../../../support/golden-mistakes.js';
import { int32 } from '../../../support/op-laws.js';

/** yhat = x, the loss is the mean of the sums of the squares over three examples: (1 + 4) / 3 + (9 + 0) / 3 + 1 / 3. */
const NETWORK: Network = {
  ...{ inputs: { x: ['B', 2], y: ['B', 2] }, parameters: {} },
  nodes: [{ name: 'loss', op: 'squared-error', of: ['x', 'y'] }],
};
const GIVEN = { x: float64([3, 2], [1, 2, 3, 0, 0, 1]), y: float64([3, 2], [0, 0, 0, 0, 0, 0]) };
const FACTORS: [string, number][] = [
  ['sign-flipped', -1],
  ['times-batch', 3],
  ['divided-by-batch-twice', 1 / 3],
  ['factor-2', 2],
  ['factor-half', 1 / 2],
  ['divided-by-outputs', 1 / 2],
  ['times-outputs', 2],
];

describe('right answers times a factor', () => {
  test.each(FACTORS)('%s: the loss and its gradients times %p, and no value before', (name, factor) => {
    const { values, gradients } = made(name, NETWORK, GIVEN);
    expect(values['x']).toEqual(GIVEN.x);
    expect(values['loss']?.values[0]).toBeCloseTo(5 * factor, 12);
    // 2 x / 3
    const numbers = Array.from(gradients['x']?.values ?? [], (one) => (one * 3) / 2 / factor);
    for (const [index, one] of [1, 2, 3, 0, 0, 1].entries()) expect(numbers[index]).toBeCloseTo(one, 12);
  });
  test('in base 2 the logarithm of 4 is 2', () => {
    const network: Network = {
      ...{ inputs: { x: [1, 4] }, labels: { t: { shape: [1], classes: 4 } }, parameters: {} },
      nodes: [{ name: 'loss', op: 'cross-entropy', of: ['x', 't'] }],
    };
    const given = { x: float64([1, 4], [0, 0, 0, 0]), t: int32([2]) };
    const { values, gradients } = made('log-base-2', network, given);
    expect(values['loss']?.values[0]).toBeCloseTo(2, 12);
    // 1 / 4 - 1 at the label
    expect(gradients['x']?.values[2]).toBeCloseTo(-0.75 * Math.log2(Math.E), 12);
    expect(variantsOf('log-base-2', NETWORK, GIVEN)).toEqual([]);
  });
  test('are all that the list has, in the order in which they are claimed; each is a scale', () => {
    expect(SCALES.map(({ name }) => name)).toEqual([...FACTORS.map(([name]) => name), 'log-base-2']);
    expect(SCALES.map(({ kind }) => kind)).toEqual(SCALES.map(() => 'scale'));
  });
});

describe('where a factor is 1 there is no mistake', () => {
  const ways = (x: number[], shape: number[], network = NETWORK) =>
    FACTORS.filter(([name]) => {
      const zeros = x.map(() => 0);
      return variantsOf(name, network, { x: float64(shape, x), y: float64(shape, zeros) }).length === 0;
    }).map(([name]) => name);
  test('one example', () => {
    expect(ways([1, 2], [1, 2])).toEqual(['times-batch', 'divided-by-batch-twice']);
  });
  test('one output', () => {
    expect(ways([1, 2], [2, 1])).toEqual(['divided-by-outputs', 'times-outputs']);
  });
  test('a network that does not end with a loss, or without a node, has no scale', () => {
    const all = FACTORS.map(([name]) => name);
    expect(ways([1, 2, 3, 4], [2, 2], { ...NETWORK, nodes: [{ name: 'a', op: 'relu', of: ['x'] }] })).toEqual(all);
    expect(ways([1, 2, 3, 4], [2, 2], { ...NETWORK, nodes: [] })).toEqual(all);
  });
});
