/** Biases that keep pre-activations away from the kink, on layers whose numbers are worked out by hand. */
import { describe, expect, test } from '@jest/globals';
import type { Values } from '../../../../grader/numerics/network.js';
import { withTunedBiases } from '../../../../grader/numerics/sampling/tuned-biases.js';
import type { Network } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

const NETWORK: Network = {
  inputs: { x: ['B', 1], y: ['B', 1] },
  parameters: { W: [1, 1], b: [1], w: [1, 1], c: [1] },
  nodes: [
    { name: 'z', op: 'linear', of: ['x', 'W', 'b'] },
    { name: 'a', op: 'relu', of: ['z'] },
    { name: 'yhat', op: 'linear', of: ['a', 'w', 'c'] },
    { name: 'loss', op: 'half-squared-error', of: ['yhat', 'y'] },
  ],
};
const GIVEN: Values = {
  x: float64([3, 1], [0, 1, 4]),
  y: float64([3, 1], [0, 0, 0]),
  W: float64([1, 1], [1]),
  b: float64([1], [0.25]),
  w: float64([1, 1], [1]),
  c: float64([1], [0.75]),
};
const tuned = (choices: readonly number[], network = NETWORK, given = GIVEN) =>
  withTunedBiases(network, given, choices);

describe('the bias of a layer before relu', () => {
  test('is the choice at which the smallest |x + b| is largest', () => {
    // -0.5: (0.5, 0.5, 3.5); -1: (1, 0, 3); -2: (2, 1, 2); -2.5: (2.5, 1.5, 1.5); -3.5: (3.5, 2.5, 0.5)
    expect(tuned([-0.5, -1, -2, -2.5, -3.5])['b']).toEqual(float64([1], [-2.5]));
    expect(tuned([-0.5, -1, -3.5])['b']).toEqual(float64([1], [-0.5]));
  });
  test('leaves the unit on for some and off for other examples', () => {
    // 3 and -9 are farther from the kink, but have it on, or off, for all
    expect(tuned([3, -0.5, -9])['b']).toEqual(float64([1], [-0.5]));
  });
  test('is unchanged without a choice', () => {
    expect(tuned([])['b']).toEqual(GIVEN['b']);
  });
  test('is chosen for each unit by itself', () => {
    const given = { ...GIVEN, W: float64([2, 1], [1, -1]), b: float64([2], [0, 0]), w: float64([1, 2], [1, 1]) };
    // the second: 0, -1, -4 plus the bias
    expect(tuned([-2.5, 2, 0.5], NETWORK, given)['b']).toEqual(float64([2], [-2.5, 2]));
  });
});

describe('what is left alone', () => {
  test('are all other values, and a bias without relu', () => {
    const after = tuned([-2.5]);
    expect({ ...after, b: GIVEN['b'] }).toEqual(GIVEN);
    expect(GIVEN['b']).toEqual(float64([1], [0.25]));
  });
  test('is a bias that two layers add, or one that is an input', () => {
    const shared: Network = {
      ...NETWORK,
      nodes: NETWORK.nodes.map((node) => (node.name === 'yhat' ? { ...node, of: ['a', 'w', 'b'] } : node)),
    };
    expect(tuned([-2.5], shared)['b']).toEqual(GIVEN['b']);
    const input: Network = {
      ...NETWORK,
      inputs: { ...NETWORK.inputs, b: [1] },
      parameters: { W: [1, 1], w: [1, 1], c: [1] },
    };
    expect(tuned([-2.5], input)['b']).toEqual(GIVEN['b']);
  });
});

test('a later layer is tuned for what the earlier one gives with its new bias', () => {
  const deep: Network = {
    ...NETWORK,
    nodes: [
      ...NETWORK.nodes.slice(0, 3),
      { name: 'h', op: 'leaky-relu', of: ['yhat'], slope: 0.1 },
      { name: 'loss', op: 'half-squared-error', of: ['h', 'y'] },
    ],
  };
  // with b = -2.5, a is (0, 0, 1.5); with the old b it was (0.25, 1.25, 4.25), at which -3 would be best
  expect(tuned([-2.5, -0.75, -3], deep)).toMatchObject({ b: float64([1], [-2.5]), c: float64([1], [-0.75]) });
});
