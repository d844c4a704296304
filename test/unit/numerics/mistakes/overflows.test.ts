/** Values that are not finite because of an exponential or a logarithm, against what float32 gives with each formula. */
import { describe, expect, test } from '@jest/globals';
import { overflowsAt } from '../../../../grader/numerics/mistakes/overflows.js';
import { EXP_OVERFLOW, LOG_OF_ZERO } from '../../../../grader/numerics/mistakes/protocol.js';
import { valuesOf } from '../../../../grader/numerics/network.js';
import type { Network, NetworkNode } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';

const NAN = float64([], [NaN]);

function lossOf(op: NetworkNode['op']): Network {
  return {
    inputs: { z: ['B', 'K'] },
    parameters: {},
    nodes: [
      { name: 'scores', op: 'relu', of: ['z'] },
      { name: 'loss', op, of: ['z', 'y'] },
    ],
  };
}

function namesAt(op: NetworkNode['op'], z: readonly number[], of = 'loss', observed = NAN): string[] {
  const network = lossOf(op);
  const y =
    op === 'binary-cross-entropy'
      ? float64(
          [1, z.length],
          z.map(() => 1),
        )
      : label;
  const values = valuesOf(network, { z: float64([1, z.length], z), y });
  return overflowsAt(network, { of, quantity: 'values', values }, observed).map(({ name }) => name);
}

const label = { dtype: 'int32', shape: [1], values: Int32Array.of(0) } as const;
const f = Math.fround;

describe('softmax and its loss', () => {
  // written down as the formula is, each step in float32
  const naive = (z: readonly number[]) => {
    const exps = z.map((one) => f(Math.exp(one)));
    return exps.map((one) => f(one / f(exps.reduce((sum, other) => f(sum + other), 0))));
  };
  // with the largest score subtracted
  const stable = (z: readonly number[]) => naive(z.map((one) => one - Math.max(...z)));
  test.each([
    [[0, 1]],
    [[88.7, 0]],
    [[88.8, 88.8]],
    [[88.8, 0]],
    [[1000, -1000]],
    [[0, 103.9]],
    [[0, 104]],
    [[-1000, 0]],
    [[-60, 60]],
  ])('%j', (z) => {
    const expected = [
      ...(stable(z).includes(0) ? [LOG_OF_ZERO.name] : []),
      ...(naive(z).some(Number.isNaN) ? [EXP_OVERFLOW.name] : []),
    ];
    expect(namesAt('cross-entropy', z)).toEqual(expected);
  });
  test('each of them is met above', () => {
    expect(namesAt('cross-entropy', [1000, -1000])).toEqual(['log-of-zero', 'exp-overflow']);
    expect(namesAt('cross-entropy', [88.8, 88.8])).toEqual(['exp-overflow']);
    expect(namesAt('cross-entropy', [-1000, 0])).toEqual(['log-of-zero']);
  });
});

describe('sigmoid and its loss', () => {
  test.each([[0], [16.63], [16.64], [-16.64], [88.7], [-88.8], [88.8]])('%d', (z) => {
    const p = f(1 / f(1 + f(Math.exp(-Math.abs(z)))));
    const expected = [
      ...(f(1 - p) === 0 ? [LOG_OF_ZERO.name] : []),
      ...(f(Math.exp(Math.abs(z))) === Infinity ? [EXP_OVERFLOW.name] : []),
    ];
    expect(namesAt('binary-cross-entropy', [z, 0])).toEqual(expected);
  });
});

describe('nothing is explained', () => {
  test('where the value is finite', () => {
    expect(namesAt('cross-entropy', [1000, -1000], 'loss', float64([], [3]))).toEqual([]);
  });
  test('before the first exponential', () => {
    expect(namesAt('cross-entropy', [1000, -1000], 'scores')).toEqual([]);
  });
  test('in a network without one', () => {
    expect(namesAt('one-hot-l2', [1000, -1000])).toEqual([]);
  });
  test('where the right values are not finite', () => {
    expect(namesAt('cross-entropy', [Infinity, 0])).toEqual([]);
  });
  test('but gradients depend on all nodes', () => {
    const network = lossOf('cross-entropy');
    const values = valuesOf(network, { z: float64([1, 2], [1000, -1000]), y: label });
    expect(overflowsAt(network, { of: 'scores', quantity: 'gradients', values }, NAN)).not.toEqual([]);
  });
});
