/** Which samples are generic: both sides of each threshold, each kind of kink, and every gradient that must be seen. */
import { describe, expect, test } from '@jest/globals';
import { isGeneric } from '../../../../grader/numerics/sampling/generic.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
import { int32, nodeOf } from '../../../support/op-laws.js';

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
  const keepsMargin = (op: 'relu' | 'leaky-relu' | 'tanh', x: number[], margin: number) =>
    isGeneric(network(op), { x: column(...x), y: column(...x.map(() => 5)), w: column(1) }, margin);
  test('is a share of the root mean square, and must be exceeded', () => {
    // the root mean square of 1, -1, 7, -7 is 5, of which 0.2 is 1
    for (const op of ['relu', 'leaky-relu'] as const) {
      expect(keepsMargin(op, [1, -1, 7, -7], 0.19)).toBe(true);
      expect(keepsMargin(op, [1, -1, 7, -7], 0.2)).toBe(false);
    }
  });
  test('one value that is too near is enough', () => {
    expect(keepsMargin('relu', [3, -3, 3, 0.03], 0.02)).toBe(false);
    expect(keepsMargin('relu', [3, -3, 3, -0.03], 0.02)).toBe(false);
    expect(keepsMargin('relu', [3, -3, 3, 0], 0.02)).toBe(false);
  });
  test('what has no kink has no margin', () => {
    expect(keepsMargin('tanh', [1, -1, 7, 0], 0.2)).toBe(true);
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
  const showsUnits = (rows: number, z: number[]) =>
    isGeneric(
      NETWORK,
      { z: float64([rows, 2], z), y: column(...z.slice(0, rows).map(() => 5)), w: float64([1, 2], [1, -2]) },
      0.01,
    );
  test('each unit must be both in the batch', () => {
    expect(showsUnits(2, [1, -2, -3, 4])).toBe(true);
    // the first is always on, then always off; the second always on, then always off
    expect(showsUnits(2, [1, -2, 3, 4])).toBe(false);
    expect(showsUnits(2, [-1, -2, -3, 4])).toBe(false);
    expect(showsUnits(2, [1, 2, -3, 4])).toBe(false);
    expect(showsUnits(2, [1, -2, -3, -4])).toBe(false);
  });
  test('of a single example, one unit must be on and another off', () => {
    expect(showsUnits(1, [1, -2])).toBe(true);
    expect(showsUnits(1, [-1, 2])).toBe(true);
    expect(showsUnits(1, [1, 2])).toBe(false);
    expect(showsUnits(1, [-1, -2])).toBe(false);
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
  const hasGradients = (x: number[], y: number[], network = LINE) =>
    isGeneric(network, { x: column(...x), y: column(...y), w: column(0), b: float64([1], [0]) }, 0.01);
  test('must be larger than two hundredths, all of them', () => {
    // dl/dw = -x y, dl/db = -y
    expect(hasGradients([2], [0.021])).toBe(true);
    expect(hasGradients([2], [0.019])).toBe(false);
    expect(hasGradients([0.5], [0.03])).toBe(false);
    expect(hasGradients([-2], [-0.021])).toBe(true);
  });
  test('a parameter without a gradient need not have one', () => {
    expect(hasGradients([2], [1], { ...LINE, parameters: { ...LINE.parameters, unused: [1] } })).toBe(true);
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
  const leads = (x: TensorData, margin: number) => isGeneric(NETWORK, { x, t: int32([0]), W: column(1, 2) }, margin);
  test('the largest cell of a window must lead by more than the margin of the root mean square', () => {
    // the root mean square of 7, 5, 1, 5 is 5, and 7 leads by 2
    const image = float64([1, 2, 2, 1], [7, 5, 1, 5]);
    expect(leads(image, 0.39)).toBe(true);
    expect(leads(image, 0.4)).toBe(false);
    expect(leads(float64([1, 2, 2, 1], [7, 7, 1, 1]), 1e-9)).toBe(false);
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
    expect(isGeneric(LINE, values, 0.01)).toBe(true);
    expect(isGeneric(LINE, { ...values, unused: column(1, value) }, 0.01)).toBe(false);
  });
});

describe('a network with a hidden layer', () => {
  const RELU: Network = {
    inputs: { x: ['B', 2], y: ['B', 1] },
    parameters: { W: [2, 2], w: [1, 2] },
    nodes: [
      { name: 'z', op: 'linear', of: ['x', 'W'] },
      { name: 'a', op: 'relu', of: ['z'] },
      { name: 'yhat', op: 'linear', of: ['a', 'w'] },
      { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
    ],
  };
  const matrix = (rows: number, columns: number, ...values: number[]): TensorData => float64([rows, columns], values);
  const GOOD = {
    x: matrix(3, 2, 1, -0.8, -0.9, 0.7, 0.6, 1.1),
    y: matrix(3, 1, 0.3, -1.2, 0.9),
    W: matrix(2, 2, 1.2, -0.5, -0.7, 1.1),
    w: matrix(1, 2, 1.3, -0.9),
  };
  const shows = (change: Partial<typeof GOOD> = {}, margin = 0.01) => isGeneric(RELU, { ...GOOD, ...change }, margin);

  test('every unit is on and off, away from the kink', () => {
    expect(shows()).toBe(true);
  });
  test('not one whose required margin is larger than its values', () => {
    expect(shows({}, 5)).toBe(false);
  });
  test('not one in which a value overflows', () => {
    expect(shows({ y: matrix(3, 1, 1e200, 0, 0) })).toBe(false);
    expect(shows({ y: matrix(3, 1, 0, 0, Infinity) })).toBe(false);
  });
  test('not one in which a unit is always on, or always off', () => {
    // z = x W': rows of W are units
    expect(shows({ x: matrix(3, 2, 1, 0.1, 2, 0.3, 3, 0.2) })).toBe(false);
    expect(shows({ W: matrix(2, 2, 1.2, -0.5, 0, 0) })).toBe(false);
  });
  test('not one in which a pre-activation is near the kink', () => {
    // 1.2 * 0.5 - 0.5 * 1.2 is 0
    expect(shows({ x: matrix(3, 2, 0.5, 1.2, -0.9, 0.7, 1, -0.8) })).toBe(false);
  });
  test('not one in which nothing is left to be learnt', () => {
    const none = { ...GOOD, w: matrix(1, 2, 0, 0), y: matrix(3, 1, 0, 0, 0) };
    expect(isGeneric(RELU, none, 0.01)).toBe(false);
  });
  test('a network without a kink needs no unit on and off', () => {
    const nodes = RELU.nodes.flatMap((node) =>
      node.op === 'relu' ? [] : [{ ...node, of: node.of.map((of) => (of === 'a' ? 'z' : of)) }],
    );
    const always = { ...GOOD, x: matrix(3, 2, 1, 0.1, 2, 0.3, 3, 0.2) };
    expect(isGeneric({ ...RELU, nodes }, always, 0.01)).toBe(true);
  });
});
