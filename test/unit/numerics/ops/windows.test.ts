/** Where windows lie, cell by cell, by hand and by the formula of TensorFlow's documentation. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sideOf, sidesOf, slide } from '../../../../grader/numerics/ops/windows.js';
import type { NetworkNode } from '../../../../grader/schema/network.js';
import { nodeOf } from '../../../support/op-laws.js';

const cells = (side: number, taps: number, options: Partial<NetworkNode> = {}, axis: 0 | 1 = 0) =>
  slide(side, taps, axis, nodeOf('conv2d', options)).cells;

describe('by hand', () => {
  test('valid windows lie inside, and what is left at the end is not used', () => {
    expect(cells(4, 3)).toEqual([
      [0, 1, 2],
      [1, 2, 3],
    ]);
    expect(cells(6, 3, { strides: 2, padding: 'valid' })).toEqual([
      [0, 1, 2],
      [2, 3, 4],
    ]);
    expect(cells(3, 3)).toEqual([[0, 1, 2]]);
  });
  test('same windows are padded on both sides, with the odd cell at the end', () => {
    expect(cells(3, 3, { padding: 'same' })).toEqual([
      [-1, 0, 1],
      [0, 1, 2],
      [1, 2, -1],
    ]);
    expect(cells(4, 3, { padding: 'same', strides: 2 })).toEqual([
      [0, 1, 2],
      [2, 3, -1],
    ]);
    expect(cells(3, 2, { padding: 'same' })).toEqual([
      [0, 1],
      [1, 2],
      [2, -1],
    ]);
  });
  test('a stride beyond the window leaves cells out, and never pads by less than 0', () => {
    expect(cells(5, 1, { padding: 'same', strides: 3 })).toEqual([[0], [3]]);
  });
  test('dilation spreads the taps', () => {
    expect(cells(5, 2, { dilation: 2 })).toEqual([
      [0, 2],
      [1, 3],
      [2, 4],
    ]);
    expect(cells(3, 2, { dilation: 2, padding: 'same' })).toEqual([
      [-1, 1],
      [0, 2],
      [1, -1],
    ]);
  });
  test('each axis has its own stride and dilation', () => {
    const options = { strides: [1, 2], dilation: [2, 1] } satisfies Partial<NetworkNode>;
    expect(cells(4, 2, options, 0)).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(cells(4, 2, options, 1)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});

test('same windows are placed as the documentation of TensorFlow says', () => {
  const small = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(small, small, small, (side, taps, strides) => {
      const found = cells(side, taps, { padding: 'same', strides });
      // "if in % stride = 0: pad = max(filter - stride, 0), else max(filter - in % stride, 0)"
      const rest = side % strides;
      const pad = Math.max(taps - (rest === 0 ? strides : rest), 0);
      expect(found).toHaveLength(Math.ceil(side / strides));
      for (const [place, window] of found.entries()) {
        for (const [tap, cell] of window.entries()) {
          const wanted = place * strides + tap - Math.floor(pad / 2);
          expect(cell).toBe(wanted < 0 || wanted >= side ? -1 : wanted);
        }
      }
    }),
  );
});

test('a window larger than its input is told with both sizes', () => {
  expect(() => cells(2, 3)).toThrow(new RangeError('n: a window of 3 is larger than its input of 2'));
  expect(() => cells(4, 3, { dilation: 2 })).toThrow(new RangeError('n: a window of 5 is larger than its input of 4'));
});

test('one number is for both axes, a pair has one for each, and none is the usual one', () => {
  expect([sideOf(3, 0, 9), sideOf(3, 1, 9)]).toEqual([3, 3]);
  expect([sideOf([2, 5], 0, 9), sideOf([2, 5], 1, 9)]).toEqual([2, 5]);
  expect([sideOf(undefined, 1, 9), sideOf([2], 1, 9)]).toEqual([9, 9]);
});

test('another rank is told with both numbers of axes', () => {
  expect(sidesOf([2, 3], 2, 'x')).toEqual([2, 3]);
  expect(() => sidesOf([2, 3], 4, 'conv: its input')).toThrow(new RangeError('conv: its input has 2 axes, expected 4'));
});
