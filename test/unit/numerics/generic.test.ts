/** Which samples are generic: both sides of each threshold, each kind of kink, and every tensor that must show. */
import { describe, expect, test } from '@jest/globals';
import { hidesNoMistake } from '../../../grader/numerics/generic.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';
import { int32, nodeOf } from '../../support/op-laws.js';

const column = (...values: number[]) => float64([values.length, 1], values);

describe('the margin at a kink', () => {
  const network = (op: 'relu' | 'leaky-relu' | 'tanh'): Network => ({
    ...{ inputs: { x: ['B', 1], y: ['B', 1] }, parameters: { w: [1, 1] } },
    nodes: [
      nodeOf(op, { name: 'a', of: ['x'] }),
      nodeOf('linear', { name: 'yhat', of: ['a', 'w'] }),
      nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
    ],
  });
  const isGeneric = (op: 'relu' | 'leaky-relu' | 'tanh', x: number[], margin: number) =>
    hidesNoMistake(network(op), { x: column(...x), y: column(...x.map(() => 5)), w: column(1) }, margin);
  test('is a share of the root mean square, and must be exceeded', () => {
    // the root mean square of 1, -1, 7, -7 is 5, of which 0.2 is 1
    for (const op of ['relu', 'leaky-relu'] as const) {
      expect(isGeneric(op, [1, -1, 7, -7], 0.19)).toBe(true);
      expect(isGeneric(op, [1, -1, 7, -7], 0.2)).toBe(false);
    }
  });
  test('one value that is too near is enough', () => {
    expect(isGeneric('relu', [3, -3, 3, 0.03], 0.02)).toBe(false);
    expect(isGeneric('relu', [3, -3, 3, -0.03], 0.02)).toBe(false);
    expect(isGeneric('relu', [3, -3, 3, 0], 0.02)).toBe(false);
  });
  test('what has no kink has no margin', () => {
    expect(isGeneric('tanh', [1, -1, 7, 0], 0.2)).toBe(true);
  });
});

describe('units on and off', () => {
  const NETWORK: Network = {
    ...{ inputs: { z: ['B', 2], y: ['B', 1] }, parameters: { w: [1, 2] } },
    nodes: [
      nodeOf('relu', { name: 'a', of: ['z'] }),
      nodeOf('linear', { name: 'yhat', of: ['a', 'w'] }),
      nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
    ],
  };
  const isGeneric = (rows: number, z: number[]) =>
    hidesNoMistake(
      NETWORK,
      { z: float64([rows, 2], z), y: column(...z.slice(0, rows).map(() => 5)), w: float64([1, 2], [1, -2]) },
      0.01,
    );
  test('each unit must be both in the batch', () => {
    expect(isGeneric(2, [1, -2, -3, 4])).toBe(true);
    // the first is always on, then always off; the second always on, then always off
    expect(isGeneric(2, [1, -2, 3, 4])).toBe(false);
    expect(isGeneric(2, [-1, -2, -3, 4])).toBe(false);
    expect(isGeneric(2, [1, 2, -3, 4])).toBe(false);
    expect(isGeneric(2, [1, -2, -3, -4])).toBe(false);
  });
  test('of a single example, one unit must be on and another off', () => {
    expect(isGeneric(1, [1, -2])).toBe(true);
    expect(isGeneric(1, [-1, 2])).toBe(true);
    expect(isGeneric(1, [1, 2])).toBe(false);
    expect(isGeneric(1, [-1, -2])).toBe(false);
  });
});

describe('what a missing mask must change', () => {
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
  test('the gradient by its input, by more than two hundredths', () => {
    // gradients of a are (4 - y1) / 2 and -y2 / 2: without the mask the second passes, too
    const alone = networkOf('a', 'b');
    expect(hidesNoMistake(alone, given([0, 0.081]), 0.01)).toBe(true);
    expect(hidesNoMistake(alone, given([0, 0.079]), 0.01)).toBe(false);
    expect(hidesNoMistake(alone, given([0, -0.081]), 0.01)).toBe(true);
  });
  test('an activation that the loss does not depend on cannot show it', () => {
    expect(hidesNoMistake(networkOf('a'), given([0, 1]), 0.01)).toBe(true);
  });
  test('one activation of two that does not show it is enough', () => {
    expect(hidesNoMistake(networkOf('b'), given([0, 1]), 0.01)).toBe(true);
    expect(hidesNoMistake(networkOf('b'), given([0, 0]), 0.01)).toBe(false);
    expect(hidesNoMistake(networkOf('a'), given([0, 0]), 0.01)).toBe(false);
  });
});

describe('gradients of parameters', () => {
  const LINE: Network = {
    ...{ inputs: { x: ['B', 1], y: ['B', 1] }, parameters: { w: [1, 1], b: [1] } },
    nodes: [
      nodeOf('linear', { name: 'yhat', of: ['x', 'w', 'b'] }),
      nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
    ],
  };
  const isGeneric = (x: number[], y: number[], network = LINE) =>
    hidesNoMistake(network, { x: column(...x), y: column(...y), w: column(0), b: float64([1], [0]) }, 0.01);
  test('must be larger than two hundredths, all of them', () => {
    // dl/dw = -x y, dl/db = -y
    expect(isGeneric([2], [0.021])).toBe(true);
    expect(isGeneric([2], [0.019])).toBe(false);
    expect(isGeneric([0.5], [0.03])).toBe(false);
    expect(isGeneric([-2], [-0.021])).toBe(true);
  });
  test('a parameter without a gradient need not have one', () => {
    expect(isGeneric([2], [1], { ...LINE, parameters: { ...LINE.parameters, unused: [1] } })).toBe(true);
  });
  test('a square one must differ from its transpose by more than two hundredths of itself', () => {
    const square: Network = {
      ...{ inputs: { x: [1, 2], y: [1, 2] }, parameters: { W: [2, 2] } },
      nodes: [
        nodeOf('linear', { name: 'yhat', of: ['x', 'W'] }),
        nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
      ],
    };
    const W = float64([2, 2], [0, 0, 0, 0]);
    // dl/dW = -y' x: the corners are -y1 x2 and -y2 x1, the largest is -y2 x2
    const differs = (y1: number) =>
      hidesNoMistake(square, { x: float64([1, 2], [1, 2]), y: float64([1, 2], [y1, 2]), W }, 0.01);
    // |2 y1 - 2| > 0.02 * 4
    expect(differs(1.041)).toBe(true);
    expect(differs(1.039)).toBe(false);
    expect(differs(0.959)).toBe(true);
    expect(differs(0.961)).toBe(false);
  });
});

describe('max pooling', () => {
  const NETWORK: Network = {
    ...{ inputs: { x: [1, 2, 2, 1] }, labels: { t: { shape: [1], classes: 2 } }, parameters: { W: [2, 1] } },
    nodes: [
      nodeOf('max-pool', { name: 'm', of: ['x'] }),
      nodeOf('flatten', { name: 'f', of: ['m'] }),
      nodeOf('linear', { name: 'logits', of: ['f', 'W'] }),
      nodeOf('cross-entropy', { name: 'loss', of: ['logits', 't'] }),
    ],
  };
  const isGeneric = (x: TensorData, margin: number) =>
    hidesNoMistake(NETWORK, { x, t: int32([0]), W: column(1, 2) }, margin);
  test('the largest cell of a window must lead by more than the margin of the root mean square', () => {
    // the root mean square of 7, 5, 1, 5 is 5, and 7 leads by 2
    const image = float64([1, 2, 2, 1], [7, 5, 1, 5]);
    expect(isGeneric(image, 0.39)).toBe(true);
    expect(isGeneric(image, 0.4)).toBe(false);
    expect(isGeneric(float64([1, 2, 2, 1], [7, 7, 1, 1]), 1e-9)).toBe(false);
  });
});

describe('numbers that are not finite', () => {
  test.each([NaN, Infinity, -Infinity])('one %p anywhere hides everything', (value) => {
    const LINE: Network = {
      ...{ inputs: { x: ['B', 1], y: ['B', 1] }, parameters: { w: [1, 1] } },
      nodes: [
        nodeOf('linear', { name: 'yhat', of: ['x', 'w'] }),
        nodeOf('half-squared-error', { name: 'loss', of: ['yhat', 'y'] }),
      ],
    };
    const values = { x: column(1, 2), y: column(5, 7), w: column(1) };
    expect(hidesNoMistake(LINE, values, 0.01)).toBe(true);
    expect(hidesNoMistake(LINE, { ...values, unused: column(1, value) }, 0.01)).toBe(false);
  });
});
