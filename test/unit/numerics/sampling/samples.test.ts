/** Samples: given ones as a tensor of float32 contains them, generic ones by trying seeds in order. */
import { describe, expect, test } from '@jest/globals';
import { isGeneric } from '../../../../grader/numerics/sampling/generic.js';
import { isSame, Outcomes } from '../../../../grader/numerics/mistakes/apart.js';
import { makeRng } from '../../../../grader/numerics/rng.js';
import { findSamples } from '../../../../grader/numerics/sampling/samples.js';
import type { Network, SampleSet } from '../../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../../grader/tensor/tensor.js';
import { int32 } from '../../../support/op-laws.js';

const NETWORK: Network = {
  inputs: { x: ['B', 2] },
  labels: { t: { shape: ['B'], classes: 'C' } },
  parameters: { W: ['C', 2], b: ['C'] },
  nodes: [
    { name: 'z', op: 'linear', of: ['x', 'W', 'b'] },
    { name: 'a', op: 'relu', of: ['z'] },
    { name: 'loss', op: 'cross-entropy', of: ['a', 't'] },
  ],
};

describe('given values', () => {
  const given = (x: [number, number], b = [0.25, 0.5, 0.75]): SampleSet => ({
    ...{ kind: 'given', network: 'n' },
    values: { x, t: 2, W: [1, 2, 3].map((value) => [value, -value]), b },
  });
  test('the one sample has no seed; without a difference to float32 there is nothing else as written', () => {
    expect(findSamples('s', given([0.5, -1]), NETWORK)).toEqual([
      {
        ...{ id: 's-0', seed: null },
        values: {
          x: float64([1, 2], [0.5, -1]),
          W: float64([3, 2], [1, -1, 2, -2, 3, -3]),
          b: float64([3], [0.25, 0.5, 0.75]),
          t: int32([2]),
        },
      },
    ]);
  });
  test('one number that float32 rounds is enough to keep what was written', () => {
    const [sample] = findSamples('s', given([0.1, 0.5]), NETWORK);
    expect(sample?.values['x']).toEqual(float64([1, 2], [0.10000000149011612, 0.5]));
    expect(sample?.written?.['x']).toEqual(float64([1, 2], [0.1, 0.5]));
    expect(sample?.written?.['t']).toEqual(int32([2]));
    const [other] = findSamples('s', given([0.5, 0.5], [0.25, 0.5, 0.1]), NETWORK);
    expect(other?.written?.['b']).toEqual(float64([3], [0.25, 0.5, 0.1]));
  });
});

describe('generic samples', () => {
  const set = (more: Partial<Extract<SampleSet, { kind: 'generic' }>> = {}): SampleSet => ({
    ...{ kind: 'generic', network: 'n', sizes: { B: 5, C: 3 }, count: 3, seed: 20 },
    ...more,
  });
  /** What a seed gives: inputs, parameters and labels in this order; numbers are multiples of 1/256 in [-1.5, 1.5). */
  const drawn = (seed: number): Record<string, TensorData> => {
    const rng = makeRng(seed);
    const numbers = (count: number) =>
      Array.from({ length: count }, () => Math.floor(256 * (3 * rng.nextUniform() - 1.5)) / 256);
    const x = float64([5, 2], numbers(10));
    const W = float64([3, 2], numbers(6));
    const b = float64([3], numbers(3));
    return { x, W, b, t: int32(Array.from({ length: 5 }, () => rng.nextUint32() % 3)) };
  };

  /** How many pairs of mistakes, or mistakes and the right result, are hardly apart without being the same. */
  const confusedAt = (values: Record<string, TensorData>, network = NETWORK) =>
    [...new Outcomes(network, values).near().values()].filter((one) => !isSame(one)).length;

  test('are the first seeds in order at which mistakes can be told apart, each seed once', () => {
    const wanted: number[] = [];
    for (let seed = 20; wanted.length < 3 && seed < 3020; seed += 1) {
      if (isGeneric(NETWORK, drawn(seed), 0.01) && confusedAt(drawn(seed)) === 0) wanted.push(seed);
    }
    expect(wanted).toHaveLength(3);
    const found = findSamples('s', set(), NETWORK);
    expect(found).toEqual(wanted.map((seed, index) => ({ id: `s-${String(index)}`, seed, values: drawn(seed) })));
  });
  test('the margin is a hundredth unless the set has one', () => {
    const margins = (margin?: number) => {
      const [first] = findSamples('s', set({ count: 1, ...(margin === undefined ? {} : { margin }) }), NETWORK);
      return first?.seed ?? NaN;
    };
    expect(margins()).toBe(margins(0.01));
    const strict = margins(0.2);
    expect(strict).toBeGreaterThan(margins());
    expect(isGeneric(NETWORK, drawn(strict), 0.2)).toBe(true);
  });
  test('a network without labels needs none', () => {
    const plain: Network = {
      inputs: { x: ['B', 1], y: ['B', 1] },
      parameters: { w: [1, 1] },
      nodes: [
        { name: 'yhat', op: 'linear', of: ['x', 'w'] },
        { name: 'loss', op: 'squared-error', of: ['yhat', 'y'] },
      ],
    };
    const [sample] = findSamples('s', set({ count: 1 }), plain);
    expect(Object.keys(sample?.values ?? {})).toEqual(['x', 'y', 'w']);
  });
  test('after 1000 seeds without one, the message tells where it began and the margin', () => {
    // one unit is not on and off in one example
    const off: Network = {
      inputs: { x: [1, 1], y: [1, 1] },
      parameters: {},
      nodes: [
        { name: 'a', op: 'relu', of: ['x'] },
        { name: 'loss', op: 'squared-error', of: ['a', 'y'] },
      ],
    };
    expect(() => findSamples('s', set({ margin: 0.5 }), off)).toThrow(
      expect.objectContaining({
        code: 'REFERENCE_INVALID',
        message: 'sample set s: no generic sample in 1000 seeds from 20 (margin 0.5)',
        advice:
          'Give the batch at least 4 examples (so that every relu unit can be on and off), keep layers small, or lower the margin.',
      }),
    );
  });
  test('a letter without a size is named, even if every object has something of that name', () => {
    const missing = (letter: string) =>
      expect.objectContaining({
        code: 'REFERENCE_INVALID',
        message: `sample set s: sizes has no ${letter}, which the network's shapes use`,
        advice: `Add ${letter} to the sizes of this sample set.`,
      });
    expect(() => findSamples('s', set({ sizes: { B: 5 } }), NETWORK)).toThrow(missing('C'));
    const odd = { ...NETWORK, inputs: { x: ['constructor', 2] } };
    expect(() => findSamples('s', set(), odd)).toThrow(missing('constructor'));
  });
});
