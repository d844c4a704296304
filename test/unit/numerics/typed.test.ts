import { describe, expect, test } from '@jest/globals';
import { agreesTyped, compareTyped } from '../../../grader/numerics/typed.js';
import { float64 } from '../../../grader/tensor/tensor.js';

describe('the digits that a person writes', () => {
  test.each<[number, number, boolean]>([
    [1 / 3, 0.333, true],
    [2 / 3, 0.667, true],
    [2 / 3, 0.666, true],
    [1 / 3, 0.33, false],
    [0.5, 0.501, true],
    [0.5, 0.502, false],
    [1234.5, 1235, true],
    [1234.5, 1237, false],
    [0.0123, 0.012, true],
    [0.0123, 0.013, false],
    [0.0005, 0, false],
    [-1, 1, false],
    [0, 0.001, false],
    [0, 0, true],
  ])('%p typed as %p: %p', (right, typed, agrees) => {
    expect(agreesTyped([typed], float64([], [right]))).toBe(agrees);
  });
  test('every number is held to its own digits, beside a large one too', () => {
    expect(agreesTyped([1e9, -1], float64([2], [1e9, -1]))).toBe(true);
    expect(agreesTyped([1e9, 5], float64([2], [1e9, -1]))).toBe(false);
  });
  test('a reference that overflowed agrees with nothing', () => {
    expect(agreesTyped([5], float64([1], [Infinity]))).toBe(false);
    expect(agreesTyped([5], float64([1], [NaN]))).toBe(false);
  });
});

describe('a single example', () => {
  const row = float64([1, 2], [1, -1]);
  test.each([
    [[2], 0],
    [[1, 2], 0],
    [[2, 1], 1],
  ])('shape %p is right with %i notes', (shape, notes) => {
    const compared = compareTyped(float64(shape, [1, -1]), row);
    expect(compared.verdict).toBe('match');
    expect(compared.notes).toHaveLength(notes);
  });
  test('a number in brackets is the number, with a note', () => {
    expect(compareTyped(float64([], [1]), float64([1, 1], [1])).notes).toEqual([]);
    expect(compareTyped(float64([1], [1]), float64([], [1])).notes).toEqual([
      'a list of one number was taken as the number',
    ]);
  });
  test('another shape says both, a diagonal alone is named', () => {
    expect(compareTyped(float64([3], [1, 2, 3]), row).sentence).toBe('has shape [3], expected shape [2]');
    expect(compareTyped(float64([], [1]), row).sentence).toBe('is a single number, expected shape [2]');
    expect(compareTyped(float64([2], [1, 0]), float64([2, 2], [1, 0, 0, 0])).sentence).toContain('the diagonal alone');
  });
});
