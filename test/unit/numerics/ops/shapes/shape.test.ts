/** Sides that are numbers, letters, and expressions of letters. */
import { describe, expect, test } from '@jest/globals';
import {
  divided,
  given,
  mayEqual,
  mayEqualShapes,
  mayEqualSqueezed,
  needsSides,
  needsVector,
  product,
  showShape,
  tell,
  times,
  total,
  unify,
} from '../../../../../grader/numerics/ops/shapes/shape.js';

describe('sides', () => {
  test('numbers must be equal; letters are left to the sizes of a sample set', () => {
    expect([mayEqual(3, 3), mayEqual(3, 4), mayEqual('B', 4), mayEqual('B', 'D')]).toEqual([true, false, true, true]);
    expect([unify('B', 3), unify(3, 'B'), unify('B', 'D')]).toEqual([3, 3, 'B']);
  });
  test('sums, products and parts of letters', () => {
    expect([total([2, 3]), total(['D', 2, 'E', 3]), total(['D', 'E'])]).toEqual([5, 'D + E + 5', 'D + E']);
    expect([product([2, 3]), product(['H', 2, 'W', 3]), product(['H', 1]), product([])]).toEqual([6, '6 H W', 'H', 1]);
    expect([times(4, 3), times(4, 'H')]).toEqual([12, '4 H']);
    expect([divided(6, 3), divided(7, 3), divided('H', 2), divided('H', 1)]).toEqual([2, null, 'H / 2', 'H']);
    expect([divided('2 H', 2), divided('4 H', 2), divided('4 H', 3)]).toEqual(['H', '2 H', '4 H / 3']);
  });
});

describe('shapes', () => {
  test('have equally many sides', () => {
    expect(mayEqualShapes([2, 'D'], ['B', 3])).toBe(true);
    expect(mayEqualShapes([2, 'D'], [3, 'D'])).toBe(false);
    expect(mayEqualShapes([2, 3], [2])).toBe(false);
  });
  test('sides of 1 may be left out, and a letter may be 1', () => {
    expect(mayEqualSqueezed([5, 1], [5])).toBe(true);
    expect(mayEqualSqueezed([5, 'C'], [5])).toBe(true);
    expect(mayEqualSqueezed([5, 2], [5])).toBe(false);
    expect(mayEqualSqueezed([5, 1], [1, 5])).toBe(false);
    expect(mayEqualSqueezed(['B', 2], ['B', 1])).toBe(false);
    expect(mayEqualSqueezed([5, 1], [6])).toBe(false);
  });
  test('are told as they are written', () => {
    expect(showShape(['B', 2])).toBe('[B, 2]');
    expect(tell({ name: 'x', shape: ['B', 2] }, { name: 'l', shape: [] })).toBe(
      'x has shape [B, 2] and l is a single number',
    );
  });
  test('what is needed is named', () => {
    expect(() => {
      needsSides({ name: 'x', shape: ['B'] }, ['B', 'D']);
    }).toThrow('x has shape [B], expected [B, D]');
    const weight = { name: 'W', shape: [3, 2] };
    expect(() => {
      needsVector({ name: 'b', shape: [2] }, 3, weight);
    }).toThrow('W has shape [3, 2] and b has shape [2]: b needs shape [3]');
    needsVector({ name: 'b', shape: [1, 3] }, 3, weight);
    needsVector({ name: 'b', shape: [] }, 1, weight);
  });
  test('a missing operand is a fault of the caller', () => {
    expect(() => given([], 0)).toThrow(new RangeError('operand 0 is missing'));
  });
});
