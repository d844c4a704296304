/** Given values in the shapes of a network, and what an instructor is told about values that do not fit. */
import { describe, expect, test } from '@jest/globals';
import { givenValues } from '../../../grader/numerics/given-values.js';
import type { Network } from '../../../grader/schema/network.js';
import { float64, type Nested } from '../../../grader/tensor/tensor.js';

const NETWORK: Network = {
  inputs: { x: ['B', 'D'] },
  labels: { t: { shape: ['B'], classes: 3 } },
  parameters: { W: ['H', 'D'], b: [1] },
  nodes: [],
};
const VALUES = {
  x: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  t: [2, 0],
  W: [[0.1, 0.2, 0.3]],
  b: 7,
} satisfies Record<string, Nested>;
const read = (change: Record<string, Nested> = {}, network: Network = NETWORK) =>
  givenValues('s', { ...VALUES, ...change }, network);

describe('values that fit', () => {
  test('inputs and parameters become float64, labels int32', () => {
    expect(read()).toEqual({
      x: float64([2, 3], [1, 2, 3, 4, 5, 6]),
      W: float64([1, 3], [0.1, 0.2, 0.3]),
      b: float64([1], [7]),
      t: { dtype: 'int32', shape: [2], values: Int32Array.of(2, 0) },
    });
  });
  test('sides of 1 at the front may be omitted', () => {
    const single = read({ x: [1, 2, 3], t: 1 });
    expect(single['x']).toEqual(float64([1, 3], [1, 2, 3]));
    expect(single['t']).toEqual({ dtype: 'int32', shape: [1], values: Int32Array.of(1) });
    expect(read({ W: [4, 5, 6] })['W']).toEqual(float64([1, 3], [4, 5, 6]));
  });
  test('a network without labels needs none', () => {
    const { labels: _labels, ...plain } = NETWORK;
    expect(Object.keys(read({}, plain))).toEqual(['x', 'W', 'b']);
  });
  test('what the network does not name is left out', () => {
    expect(Object.keys(read({ more: 1 }))).toEqual(['x', 'W', 'b', 't']);
  });
});

describe('values that do not fit', () => {
  const advice = 'Give it the shape of the network, or change the network.';
  test.each<[string, Record<string, Nested>, string]>([
    [
      'a letter that another value has determined',
      { W: [[1, 2]] },
      'W has shape [1, 2], the network expects [H, D] (here [1, 3])',
    ],
    ['a label of another batch', { t: [1, 0, 2] }, 't has shape [3], the network expects [B] (here [2])'],
    ['a fixed side', { b: [1, 2] }, 'b has shape [2], the network expects [1] (here [1])'],
    ['more sides', { x: [[[1, 2, 3]]] }, 'x has shape [1, 1, 3], the network expects [B, D] (here [1, 1])'],
    [
      'nothing is broadcast',
      { x: [[1], [2]], W: [[1, 2, 3]] },
      'W has shape [1, 3], the network expects [H, D] (here [1, 1])',
    ],
  ])('%s', (_what, change, message) => {
    expect(() => read(change)).toThrow(
      expect.objectContaining({ code: 'REFERENCE_INVALID', message: `sample set s: ${message}`, advice }),
    );
  });
  test('a missing value is named, even if every object has something of that name', () => {
    const { W: _left, ...rest } = VALUES;
    const missing = (name: string) =>
      expect.objectContaining({
        code: 'REFERENCE_INVALID',
        message: `sample set s: no value for ${name}`,
        advice: `The network needs it: add ${name} to values.`,
      });
    expect(() => givenValues('s', rest, NETWORK)).toThrow(missing('W'));
    const odd = { ...NETWORK, parameters: { constructor: [1] } };
    expect(() => givenValues('s', VALUES, odd)).toThrow(missing('constructor'));
  });
  test('rows of other lengths are named with their place', () => {
    expect(() => read({ x: [[1, 2, 3], [4]] })).toThrow(
      expect.objectContaining({
        code: 'REFERENCE_INVALID',
        message: 'sample set s: x[1] is a row of 1 where the first row has 3',
        advice: 'Write numbers, or rows of equally many numbers.',
      }),
    );
  });
});
