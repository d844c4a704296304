/** Mistakes with images, by hand on a row of three cells; and where they cannot be made. */
import { describe, expect, test } from '@jest/globals';
import { IMAGES } from '../../../../grader/numerics/mistakes/images.js';
import { ENDS, padsOtherwise } from '../../../../grader/numerics/mistakes/padding.js';
import type { Values } from '../../../../grader/numerics/network.js';
import type { Network, NetworkNode } from '../../../../grader/schema/network.js';
import { float64 } from '../../../../grader/tensor/tensor.js';
import { made, variantsOf } from '../../../support/golden-mistakes.js';

const image = (...cells: number[]) => float64([1, 1, cells.length, 1], cells);
const row = (...values: number[]) => float64([1, values.length], values);

/** One node on images, flattened, and half the squared distance to y. */
const of = (node: Omit<NetworkNode, 'name' | 'of'> & { of?: string[] }): Network => ({
  ...{ inputs: { x: [1, 1, 3, 1], y: [1, 3] }, parameters: {} },
  nodes: [
    { of: ['x', 'K', 'k'], ...node, name: 'c' },
    { name: 'f', op: 'flatten', of: ['c'] },
    { name: 'loss', op: 'half-squared-error', of: ['f', 'y'] },
  ],
});
const list = (name: string, all: Values) => Array.from(all[name]?.values ?? [], (one) => one + 0);

describe.each(['conv2d', 'depthwise-conv2d'] as const)('%s', (op) => {
  const network = of({ op, padding: 'same' });
  /** c = (10 * 1 + 100 * 2, 1 + 20 + 300, 2 + 30), and y makes its gradient (1, 2, 0). */
  const GIVEN = {
    ...{ x: image(1, 2, 3), K: float64([1, 3, 1, 1], [1, 10, 100]), k: float64([1], [0]) },
    y: row(209, 319, 32),
  };
  const found = (name: string, given: Values = GIVEN, way = 0) => {
    const { values, gradients } = made(name, network, given, null, way);
    const [c, K, k, x] = [list('c', values), list('K', gradients), list('k', gradients), list('x', gradients)];
    return { c, K, k, x };
  };
  // dK = (2 * 1, 1 + 2 * 2, 2 + 2 * 3), dx = (10 + 2, 100 + 20, 200)
  const RIGHT = { c: [210, 321, 32], K: [2, 5, 8], k: [3], x: [12, 120, 200] };

  test.each<[string, Partial<typeof RIGHT>]>([
    ['conv-filter-gradient-flipped', { K: [8, 5, 2] }],
    // with (100, 10, 1): (10 + 200, 1 + 20, 2)
    ['conv-input-gradient-unflipped', { x: [210, 21, 2] }],
    ['conv-bias-gradient-at-one-place', { k: [1] }],
    ['conv-bias-gradient-mean', { k: [1] }],
  ])('%s changes one gradient: %j', (name, changed) => {
    expect(found(name)).toEqual({ ...RIGHT, ...changed });
  });
  test('of the first place and of the mean, other gradients tell', () => {
    const given = { ...GIVEN, y: row(208, 317, 32) };
    expect(found('conv-bias-gradient-at-one-place', given).k).toEqual([2]);
    expect(found('conv-bias-gradient-mean', given).k).toEqual([2]);
    const other = { ...GIVEN, y: row(210, 315, 32) };
    expect(found('conv-bias-gradient-at-one-place', other).k).toEqual([0]);
    expect(found('conv-bias-gradient-mean', other).k).toEqual([2]);
  });
  test('the filter turned: c = (10 + 2, 100 + 20 + 3, 200 + 30)', () => {
    // the gradient of c is (1, 2, 0) again; that of K is the turned one of (100, 10, 1)
    const given = { ...GIVEN, y: row(11, 121, 230) };
    expect(found('conv-kernel-flipped', given)).toEqual({ c: [12, 123, 230], K: [8, 5, 2], k: [3], x: [210, 21, 2] });
  });
  test('both zeros before the image, or both after it', () => {
    // 0 0 1 2 3: (100, 10 + 200, 1 + 20 + 300)
    const before = { ...GIVEN, y: row(99, 208, 321) };
    // dK = (0, 2 * 1, 1 + 2 * 2), dx = (100 + 2 * 10, 2 * 100, 0)
    expect(found('conv-padding-shifted', before, 0)).toEqual({
      ...{ c: [100, 210, 321], K: [0, 2, 5], k: [3], x: [120, 200, 0] },
    });
    // 1 2 3 0 0: (1 + 20 + 300, 2 + 30, 3); dK = (1 + 2 * 2, 2 + 2 * 3, 3), dx = (1, 10 + 2, 100 + 20)
    const after = { ...GIVEN, y: row(320, 30, 3) };
    expect(found('conv-padding-shifted', after, 1)).toEqual({
      ...{ c: [321, 32, 3], K: [5, 8, 3], k: [3], x: [1, 12, 120] },
    });
  });
});

describe('where a convolution has no such mistake', () => {
  const K = float64([1, 3, 1, 1], [1, 10, 100]);
  const ways = (options: Partial<NetworkNode>, filter = K, name = 'conv-padding-shifted') => {
    const given = { x: image(1, 2, 3, 4, 5), K: filter, k: float64([1], [0]), y: row(1, 1, 1, 1, 1) };
    const network = of({ op: 'conv2d', ...options });
    // the values beyond the convolution do not matter
    return variantsOf(name, { ...network, nodes: network.nodes.slice(0, 1) }, given).length;
  };
  test('padding at one end needs padding, and strides of 1', () => {
    expect(ways({ padding: 'same' })).toBe(2);
    expect(ways({ padding: 'valid' })).toBe(0);
    expect(ways({})).toBe(0);
    expect(ways({ padding: 'same', strides: 2 })).toBe(0);
    expect(ways({ padding: 'same', strides: [1, 2] })).toBe(0);
    expect(ways({ padding: 'same' }, float64([1, 1, 1, 1], [3]))).toBe(0);
    // of two cells, the one zero is after the image already
    expect(ways({ padding: 'same' }, float64([1, 2, 1, 1], [3, 4]))).toBe(1);
    expect(ways({ padding: 'same', dilation: 2 }, float64([1, 2, 1, 1], [3, 4]))).toBe(2);
  });
  test('padding depends on rows and columns', () => {
    const node: NetworkNode = { name: 'c', op: 'conv2d', of: [], padding: 'same' };
    const filter = (tall: number, wide: number) => float64([tall, wide, 1, 1], new Array<number>(tall * wide).fill(1));
    const at = (tall: number, wide: number) => ENDS.filter((end) => padsOtherwise(node, filter(tall, wide), end));
    expect(at(1, 1)).toEqual([]);
    expect(at(2, 1)).toEqual(['start']);
    expect(at(3, 2)).toEqual(['start', 'end']);
    expect(ENDS.filter((end) => padsOtherwise({ ...node, op: 'max-pool' }, filter(3, 3), end))).toEqual([]);
  });
  test('a filter of one cell cannot be turned', () => {
    const turned = ['conv-kernel-flipped', 'conv-input-gradient-unflipped', 'conv-filter-gradient-flipped'];
    expect(turned.map((name) => ways({}, K, name))).toEqual([1, 1, 1]);
    expect(turned.map((name) => ways({}, float64([1, 1, 1, 1], [3]), name))).toEqual([0, 0, 0]);
  });
  test('without a bias, it has no gradient', () => {
    for (const name of ['conv-bias-gradient-at-one-place', 'conv-bias-gradient-mean']) {
      expect(ways({}, K, name)).toBe(1);
      expect(ways({ of: ['x', 'K'] }, K, name)).toBe(0);
    }
  });
});

describe('flattening', () => {
  const network: Network = {
    ...{ inputs: { x: [1, 1, 2, 2], y: [1, 4] }, parameters: {} },
    nodes: [
      { name: 'f', op: 'flatten', of: ['x'] },
      { name: 'loss', op: 'half-squared-error', of: ['f', 'y'] },
    ],
  };
  test('channels first: all cells of the first channel, then those of the second', () => {
    const given = { x: float64([1, 1, 2, 2], [1, 2, 3, 4]), y: row(0, 1, 0, 0) };
    const { values, gradients } = made('flattened-channel-first', network, given);
    expect(values['f']).toEqual(row(1, 3, 2, 4));
    // the gradient of f is (1, 2, 2, 4)
    expect(gradients['x']).toEqual(float64([1, 1, 2, 2], [1, 2, 2, 4]));
  });
  test('each image by itself', () => {
    const given = { x: float64([2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]), y: float64([2, 4], [0, 0, 0, 0, 0, 0, 0, 0]) };
    expect(made('flattened-channel-first', network, given).values['f']).toEqual(
      float64([2, 4], [1, 3, 2, 4, 5, 7, 6, 8]),
    );
  });
  test('one channel, one place, or no image: there is nothing to confuse', () => {
    const ways = (...shape: number[]) => {
      const x = float64(shape, [1, 2, 3, 4]);
      return variantsOf('flattened-channel-first', network, { x, y: row(0, 0, 0, 0) }).length;
    };
    expect(ways(1, 2, 1, 2)).toBe(1);
    expect(ways(1, 2, 2, 1)).toBe(0);
    expect(ways(1, 1, 1, 4)).toBe(0);
    expect(ways(1, 4)).toBe(0);
    expect(ways(1, 2, 2)).toBe(0);
  });
});

describe('pooling', () => {
  const network = (op: 'max-pool' | 'avg-pool', more: Partial<NetworkNode> = {}) => of({ op, of: ['x'], ...more });
  const GIVEN = { x: float64([1, 2, 2, 1], [1, 4, 2, 3]), y: row(0) };
  const found = (name: string, op: 'max-pool' | 'avg-pool', given: Values = GIVEN, more: Partial<NetworkNode> = {}) => {
    const { values, gradients } = made(name, network(op, more), given);
    return [list('c', values), list('x', gradients)];
  };
  test('the mean of 1, 4, 2, 3 in place of the largest, and the other way around', () => {
    expect(found('average-for-maximum', 'max-pool')).toEqual([[2.5], [0.625, 0.625, 0.625, 0.625]]);
    expect(found('maximum-for-average', 'avg-pool')).toEqual([[4], [0, 4, 0, 0]]);
  });
  test('every cell gets the gradient of the largest', () => {
    expect(found('pool-gradient-everywhere', 'max-pool')).toEqual([[4], [4, 4, 4, 4]]);
    // windows of two that overlap: 3 and 3, of which the middle is in both
    const given = { x: image(1, 3, 2), y: row(0, 1) };
    const more = { window: [1, 2], strides: 1 } satisfies Partial<NetworkNode>;
    expect(found('pool-gradient-everywhere', 'max-pool', given, more)).toEqual([
      [3, 3],
      [3, 5, 2],
    ]);
  });
  test('which can be made with which', () => {
    const which = (op: 'max-pool' | 'avg-pool', more: Partial<NetworkNode> = {}) =>
      IMAGES.filter(({ name }) => variantsOf(name, network(op, more), GIVEN).length > 0).map(({ name }) => name);
    expect(which('max-pool')).toEqual(['average-for-maximum', 'pool-gradient-shared', 'pool-gradient-everywhere']);
    expect(which('max-pool', { padding: 'same' })).toEqual(['average-for-maximum', 'pool-gradient-shared']);
    expect(which('avg-pool')).toEqual(['maximum-for-average']);
  });
});
