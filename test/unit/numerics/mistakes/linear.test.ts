/** Mistakes with linear layers, by hand; and where they cannot be made. */
import { describe, expect, test } from '@jest/globals';
import { LINEAR } from '../../../../grader/numerics/mistakes/linear.js';
import type { Values } from '../../../../grader/numerics/network.js';
import type { Network, NetworkNode } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { made, variantsOf } from '../../../support/golden-mistakes.js';

const row = (...values: number[]) => float64([1, values.length], values);
const square = (...values: number[]) => float64([2, 2], values);

/**
 * z = (1, -2) W' + b = (1 - 2 * 2 + 10, 3 - 2 * 4 + 1) = (7, -4), a = (7, 0), loss = ((7 - 5)^2 + (0 - 1)^2) / 2,
 * dl/da = (2, -1), dl/dz = (2, 0), dl/dx = 2 (1, 2), dl/dW = ((2, -4), (0, 0)), dl/db = (2, 0).
 */
const NETWORK: Network = {
  ...{ inputs: { x: ['B', 2], y: ['B', 2] }, parameters: { W: [2, 2], b: [2] } },
  nodes: [
    { name: 'z', op: 'linear', of: ['x', 'W', 'b'] },
    { name: 'a', op: 'relu', of: ['z'] },
    { name: 'loss', op: 'half-squared-error', of: ['a', 'y'] },
  ],
};
const GIVEN = { x: row(1, -2), y: row(5, 1), W: square(1, 2, 3, 4), b: float64([2], [10, 1]) };

function numbers(name: string, given: Values = GIVEN, network = NETWORK, at: string | null = null) {
  const { values, gradients } = made(name, network, given, at);
  const list = (tensor = row(NaN)) => Array.from(tensor.values, (one) => one + 0);
  const of = (all: Values, names: string[]) => Object.fromEntries(names.map((one) => [one, list(all[one])]));
  return { values: of(values, ['z', 'a', 'loss']), gradients: of(gradients, ['a', 'z', 'x', 'W', 'b']) };
}
const RIGHT = {
  values: { z: [7, -4], a: [7, 0], loss: [2.5] },
  gradients: { a: [2, -1], z: [2, 0], x: [2, 4], W: [2, -4, 0, 0], b: [2, 0] },
};

describe('on the way back alone: one gradient is another, all else is right', () => {
  test.each<[string, Partial<(typeof RIGHT)['gradients']>]>([
    // (2, 0) W'
    ['input-gradient-transposed', { x: [2, 6] }],
    ['weight-gradient-transposed', { W: [2, 0, -4, 0] }],
    // (2, -1)' (1, -2)
    ['weight-gradient-before-mask', { W: [2, -4, -1, 2] }],
    ['bias-gradient-before-mask', { b: [2, -1] }],
    ['bias-gradient-zero', { b: [0, 0] }],
  ])('%s: %j', (name, changed) => {
    expect(numbers(name)).toEqual({ ...RIGHT, gradients: { ...RIGHT.gradients, ...changed } });
  });
  test('a mean over two examples is half of the sum', () => {
    // the loss is a mean over two equal examples: dl/dz = (1, 0) for each
    const twice = { ...GIVEN, x: float64([2, 2], [1, -2, 1, -2]), y: float64([2, 2], [5, 1, 5, 1]) };
    const { gradients } = numbers('bias-gradient-mean', twice);
    expect(gradients).toMatchObject({ z: [1, 0, 1, 0], b: [1, 0], W: [2, -4, 0, 0] });
    expect(variantsOf('bias-gradient-mean', NETWORK, GIVEN)).toEqual([]);
  });
  test('the gradient of a weight from the value before the activation', () => {
    const after: Network = {
      ...{ inputs: { x: [1, 2], y: [1, 1] }, parameters: { W: [1, 2], b: [1] } },
      nodes: [
        { name: 'a', op: 'relu', of: ['x'] },
        { name: 'z', op: 'linear', of: ['a', 'W', 'b'] },
        { name: 'loss', op: 'half-squared-error', of: ['z', 'y'] },
      ],
    };
    // z = 3 + 10 = 13, dl/dz = 3: dl/dW is 3 (1, 0), with the mistake 3 (1, -2)
    const given = { x: row(1, -2), y: row(10), W: row(3, 5), b: float64([1], [10]) };
    const found = numbers('weight-gradient-from-pre-activation', given, after);
    expect(found.gradients).toMatchObject({ z: [3], a: [9, 15], x: [9, 0], W: [3, -6], b: [3] });
    expect(variantsOf('weight-gradient-from-pre-activation', NETWORK, GIVEN)).toEqual([]);
  });
});

describe('forward, and all that comes of it', () => {
  test('without the biases z is (-3, -5), and nothing passes', () => {
    expect(numbers('bias-missing')).toEqual({
      values: { z: [-3, -5], a: [0, 0], loss: [13] },
      gradients: { a: [-5, -1], z: [0, 0], x: [0, 0], W: [0, 0, 0, 0], b: [0, 0] },
    });
  });
  test('with the biases twice z is (17, -3)', () => {
    expect(numbers('bias-twice')).toEqual({
      values: { z: [17, -3], a: [17, 0], loss: [72.5] },
      gradients: { a: [12, -1], z: [12, 0], x: [12, 24], W: [12, -24, 0, 0], b: [12, 0] },
    });
  });
  test('with W^T in place of W z is (5, -5), and the gradient of W is transposed, too', () => {
    expect(numbers('weight-not-transposed', { ...GIVEN, y: row(1, 1) })).toEqual({
      // x W + b = (1 - 6 + 10, 2 - 8 + 1)
      values: { z: [5, -5], a: [5, 0], loss: [8.5] },
      // dl/dx = (4, 0) W', dl/dW = (1, -2)' (4, 0)
      gradients: { a: [4, -1], z: [4, 0], x: [4, 12], W: [4, 0, -8, 0], b: [4, 0] },
    });
  });
});

describe('where they cannot be made', () => {
  const ways = (name: string, given: Values, network = NETWORK) => variantsOf(name, network, given).map(({ at }) => at);
  const TURNED = ['weight-not-transposed', 'input-gradient-transposed', 'weight-gradient-transposed'];
  test.each(TURNED)('%s: only a square weight of a linear layer can be used transposed', (name) => {
    expect(ways(name, GIVEN)).toEqual([null]);
    const wide = { ...GIVEN, W: float64([3, 2], [1, 2, 3, 4, 5, 6]), b: float64([3], [0, 0, 0]), y: row(1, 1, 1) };
    expect(ways(name, wide)).toEqual([]);
    // nor is a square input a weight
    expect(ways(name, { ...wide, x: square(1, 2, 3, 4), y: float64([2, 3], [1, 1, 1, 1, 1, 1]) })).toEqual([]);
    const one = { x: row(2), y: row(1), W: row(3), b: float64([1], [0]) };
    expect(ways(name, one)).toEqual([]);
  });
  test.each(TURNED)('%s: one square weight of several is enough, and is changed alone', (name) => {
    const two: Network = {
      ...NETWORK,
      nodes: [
        { name: 'first', op: 'linear', of: ['x', 'V'] },
        { name: 'z', op: 'linear', of: ['first', 'W'] },
        { name: 'loss', op: 'half-squared-error', of: ['z', 'y'] },
      ],
    };
    const given = {
      ...{ x: row(1, -2), V: float64([3, 2], [1, 2, 3, 4, 5, 6]), y: row(0, 0, 0) },
      W: float64([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    };
    expect(ways(name, given, two)).toEqual([null]);
    // (-3, -5, -7) W' or (-3, -5, -7) W
    const z = made(name, two, given).values['z'];
    expect(z).toEqual(name === 'weight-not-transposed' ? row(-72, -87, -102) : row(-34, -79, -124));
  });
  test('without a bias, there is no mistake with it', () => {
    const [first, ...rest] = NETWORK.nodes;
    const bare: Network = { ...NETWORK, nodes: first === undefined ? [] : [{ ...first, of: ['x', 'W'] }, ...rest] };
    const left = LINEAR.filter(({ name }) => ways(name, GIVEN, bare).length > 0).map(({ name }) => name);
    expect(left).toEqual([...TURNED, 'weight-gradient-before-mask']);
  });
  test('before a mask there must be one, which alone follows', () => {
    const nodes = (...more: NetworkNode[]): Network => ({ ...NETWORK, nodes: [...NETWORK.nodes.slice(0, 1), ...more] });
    const loss: NetworkNode = { name: 'loss', op: 'half-squared-error', of: ['z', 'y'] };
    for (const name of ['weight-gradient-before-mask', 'bias-gradient-before-mask']) {
      expect(ways(name, GIVEN, nodes(loss))).toEqual([]);
      expect(ways(name, GIVEN, nodes({ name: 'a', op: 'tanh', of: ['z'] }, { ...loss, of: ['a', 'y'] }))).toEqual([
        null,
      ]);
      // z is used a second time
      const twice = nodes({ name: 'a', op: 'relu', of: ['z'] }, { ...loss, of: ['a', 'z'] });
      expect(ways(name, GIVEN, twice)).toEqual([]);
      expect(ways(name, GIVEN, nodes({ name: 'a', op: 'softmax', of: ['z'] }, { ...loss, of: ['a', 'y'] }))).toEqual(
        [],
      );
    }
  });
});
