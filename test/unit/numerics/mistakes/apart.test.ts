/** Which mistakes cannot be told apart at a sample, on both sides of the threshold of two hundredths. */
import { describe, expect, test } from '@jest/globals';
import { isSame, LEAST_APART, Outcomes } from '../../../../grader/numerics/mistakes/apart.js';
import type { Values } from '../../../../grader/numerics/network.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { nodeOf } from '../../../support/op-laws.js';

const column = (...values: number[]) => float64([values.length, 1], values);

/** The mistakes, or pairs of them, that are near at a sample. */
function near(network: Network, given: Values): string[] {
  return [...new Outcomes(network, given).near().values()].map(
    ({ first, second }) => `${first} ~ ${second ?? 'right'}`,
  );
}
const isHidden = (name: string, network: Network, given: Values) => near(network, given).includes(`${name} ~ right`);

describe('a missing mask', () => {
  /** The loss is that of relu(z), or of relu(v). */
  const networkOf = (activation: 'a' | 'b', ...names: string[]): Network => ({
    ...{ inputs: { z: [2, 1], v: [2, 1], y: [2, 1] }, parameters: { w: [1, 1] } },
    nodes: [
      nodeOf('relu', { name: 'a', of: ['z'] }),
      nodeOf('relu', { name: 'b', of: ['v'] }),
      nodeOf('linear', { name: 'yhat', of: [activation, 'w'] }),
      nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
    ].filter(({ name }) => !names.includes(name)),
  });
  const given = (y: [number, number]) => ({
    ...{ z: column(4, -1), v: column(1, -1), y: column(...y), w: column(1) },
  });
  test('must change the gradient by its input by more than two hundredths', () => {
    // gradients of a are (4 - y1) / 2 and -y2 / 2: without the mask the second passes, too
    const alone = networkOf('a', 'b');
    expect(isHidden('relu-no-mask', alone, given([0, 0.081]))).toBe(false);
    expect(isHidden('relu-no-mask', alone, given([0, 0.079]))).toBe(true);
    expect(isHidden('relu-no-mask', alone, given([0, -0.081]))).toBe(false);
  });
  test('the activation that the loss depends on must show it', () => {
    expect(isHidden('relu-no-mask', networkOf('b'), given([0, 1]))).toBe(true);
    const one = [...new Outcomes(networkOf('a'), given([0, 1])).near()].filter(
      ([, { first }]) => first === 'relu-no-mask',
    );
    // made at b alone it changes nothing; made at a alone it is what it is everywhere
    expect(one.map(([, { second }]) => second)).toContain(null);
    expect(one.every(([key]) => key.startsWith('relu-no-mask@b#'))).toBe(true);
  });
});

test('a square gradient must differ from its transpose by more than two hundredths of itself', () => {
  const square: Network = {
    ...{ inputs: { x: [1, 2], y: [1, 2] }, parameters: { W: [2, 2] } },
    nodes: [
      nodeOf('linear', { name: 'yhat', of: ['x', 'W'] }),
      nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
    ],
  };
  const W = float64([2, 2], [0, 0, 0, 0]);
  // dl/dW = -y' x: the corners are -y1 x2 and -y2 x1, the largest is -y2 x2
  const hidden = (y1: number) =>
    isHidden('weight-gradient-transposed', square, { x: float64([1, 2], [1, 2]), y: float64([1, 2], [y1, 2]), W });
  // |2 y1 - 2| > 0.02 * 4
  expect(LEAST_APART).toBe(0.02);
  expect(hidden(1.041)).toBe(false);
  expect(hidden(1.039)).toBe(true);
  expect(hidden(0.959)).toBe(false);
  expect(hidden(0.961)).toBe(true);
});

describe('pairs of mistakes', () => {
  const LINE: Network = {
    ...{ inputs: { x: ['B', 1], y: ['B', 1] }, parameters: { w: [1, 1] } },
    nodes: [
      nodeOf('linear', { name: 'yhat', of: ['x', 'w'] }),
      nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
    ],
  };
  const given = (...x: number[]) => ({ x: column(...x), y: column(...x.map(() => 9)), w: column(2) });
  test('at two examples, a sum over the batch is twice the mean', () => {
    const found = [...new Outcomes(LINE, given(1, 2)).near().values()];
    expect(found.map(({ first, second }) => [first, second])).toEqual([
      ['times-batch', 'factor-2'],
      ['divided-by-batch-twice', 'factor-half'],
    ]);
    expect(found.map(isSame)).toEqual([true, true]);
    expect(near(LINE, given(1, 2, 3))).toEqual([]);
  });
  test('what is near without being the same is counted by itself', () => {
    expect(isSame({ first: 'a', second: 'b', distance: 1e-9 })).toBe(true);
    expect(isSame({ first: 'a', second: 'b', distance: 1.1e-9 })).toBe(false);
    // the bias is a hundredth of z: added not at all or twice, it hardly shows
    const biased: Network = {
      ...{ inputs: { x: ['B', 1], y: ['B', 1] }, parameters: { w: [1, 1], b: [1] } },
      nodes: [
        nodeOf('linear', { name: 'yhat', of: ['x', 'w', 'b'] }),
        nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
      ],
    };
    const little = { ...given(1, 2, 3), b: float64([1], [0.001]) };
    const found = [...new Outcomes(biased, little).near().values()];
    const pairs = found.map(({ first, second }) => `${first} ${second ?? 'right'}`);
    // each of the two can be made with the gradient of the bias changed, too, or left as it is
    expect(pairs).toEqual(
      expect.arrayContaining(['bias-missing right', 'bias-missing bias-twice', 'bias-twice right']),
    );
    expect(pairs.every((pair) => pair.startsWith('bias-'))).toBe(true);
    expect(found.some(isSame)).toBe(false);
    for (const { distance } of found) expect(distance).toBeLessThan(LEAST_APART);
  });
  test('mistakes that may be hard to see need not be seen', () => {
    // nothing is before the layer whose weights are updated early but the input, whose gradient alone changes
    const flat = { ...given(1, 2, 3), y: column(2, 4.001, 6) };
    expect(near(LINE, flat).filter((one) => one.includes('weights-updated-early'))).toEqual([]);
  });
});
