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

describe('thresholds', () => {
  const agrees = (right: number[], typed: number[]) => agreesTyped(typed, float64([right.length], right));
  test('a twentieth of the largest number, if that is less than a thousandth', () => {
    expect(agrees([0.01], [0.01049])).toBe(true);
    expect(agrees([0.01], [0.01051])).toBe(false);
    expect(agrees([-0.01], [-0.00951])).toBe(true);
    expect(agrees([-0.01], [-0.00949])).toBe(false);
    // beside 1, a thousandth
    expect(agrees([1, 0.0005], [1, 0])).toBe(true);
    expect(agrees([1, 0.0011], [1, 0])).toBe(false);
  });
  test('a thousandth of each number, if that is more', () => {
    expect(agrees([-2000], [-2001.9])).toBe(true);
    expect(agrees([-2000], [-2002.1])).toBe(false);
    expect(agrees([-2000, 3], [-2000, 3.0029])).toBe(true);
    expect(agrees([-2000, 3], [-2000, 3.0031])).toBe(false);
  });
  test('of zeros, a thousandth of a millionth', () => {
    expect(agrees([0, 0], [0.9e-9, -0.9e-9])).toBe(true);
    expect(agrees([0, 0], [0, 1.1e-9])).toBe(false);
  });
  test('as many numbers, none of them NaN', () => {
    expect(agrees([1, 2], [1])).toBe(false);
    expect(agrees([1], [1, 2])).toBe(false);
    expect(agrees([1, 2], [1, NaN])).toBe(false);
    expect(agrees([], [])).toBe(true);
  });
});

describe('verdicts and their sentences', () => {
  const MATRIX = float64([2, 3], [1, 2, 3, 4, 5, 6]);
  const SQUARE = float64([2, 2], [1, 2, 3, 4]);
  test('right, with the error and the note on another shape', () => {
    expect(compareTyped(float64([2, 3], [1, 2, 3, 4, 5, 6.003]), MATRIX)).toEqual({
      ...{ verdict: 'match', sentence: 'right', notes: [] },
      error: expect.closeTo(0.003 / 6, 12),
    });
    expect(compareTyped(float64([2, 1, 3], [1, 2, 3, 4, 5, 6]), MATRIX).notes).toEqual([
      'shape [2, 1, 3] was taken as [2, 3]',
    ]);
    expect(compareTyped(float64([2, 3], [1, 2, 3, 4, 5, 6]), float64([1, 2, 3], MATRIX.values)).notes).toEqual([]);
    expect(compareTyped(float64([1, 2, 3], MATRIX.values), float64([1, 2, 3], MATRIX.values)).notes).toEqual([]);
    expect(compareTyped(float64([2, 1], [1, 2]), float64([1, 2], [1, 2])).notes).toEqual([
      'shape [2, 1] was taken as [2]',
    ]);
  });
  test('wrong, without the answer', () => {
    expect(compareTyped(float64([1, 2, 1], [1, 3]), float64([2], [1, 2]))).toEqual({
      ...{ verdict: 'different', error: 0.5, sentence: 'is not the right answer' },
      notes: ['shape [1, 2, 1] was taken as [2]'],
    });
  });
  test('not finite, with the place', () => {
    expect(compareTyped(float64([2], [1, NaN]), float64([2], [1, 2]))).toEqual({
      ...{ verdict: 'non-finite', error: null, notes: [] },
      sentence: 'is NaN at [1] (1 of 2 values are not finite)',
    });
  });
  test('any subgradient at a kink is right, its error is that from the nearest', () => {
    const along = [float64([2], [0, 4])];
    const judged = (second: number) => compareTyped(float64([2], [1, second]), float64([2], [1, 0]), along);
    expect([0, 4, 2].map((second) => judged(second).verdict)).toEqual(['match', 'match', 'match']);
    expect([-1, 5].map((second) => judged(second).verdict)).toEqual(['different', 'different']);
    expect(judged(2).error).toBe(0);
    expect(judged(5).error).toBe(0.25);
  });
  test('the transpose, in a square and in its own shape', () => {
    expect(compareTyped(float64([1, 2, 2], [1, 3, 2, 4]), SQUARE)).toEqual({
      ...{ verdict: 'transposed', error: 0.25, sentence: 'is the transpose of the right matrix' },
      notes: ['shape [1, 2, 2] was taken as [2, 2]'],
    });
    expect(compareTyped(float64([2, 2], [1, 3, 2, 5]), SQUARE).verdict).toBe('different');
    expect(compareTyped(float64([3, 2], [1, 4, 2, 5, 3, 6]), MATRIX)).toEqual({
      ...{ verdict: 'transposed', error: null, notes: [] },
      sentence: 'is transposed: it has shape [3, 2], expected shape [2, 3]',
    });
    expect(compareTyped(float64([3, 2], [1, 4, 2, 5, 3, 7]), MATRIX)).toEqual({
      ...{ verdict: 'wrong-shape', error: null, notes: [], sentence: 'has shape [3, 2], expected shape [2, 3]' },
    });
    // the numbers of the transpose in another shape
    expect(compareTyped(float64([6], [1, 4, 2, 5, 3, 6]), MATRIX).verdict).toBe('wrong-shape');
  });
  test('the diagonal alone', () => {
    const diagonal = float64([3, 3], [1, 0, 0, 0, 2, 0, 0, 0, 3]);
    const plain = 'has shape [3], expected shape [3, 3]';
    const sentenceOf = (typed: number[], right = diagonal) =>
      compareTyped(float64([typed.length], typed), right).sentence;
    expect(compareTyped(float64([3], [1, 2, 3]), diagonal)).toEqual({
      ...{ verdict: 'wrong-shape', error: null, notes: [] },
      sentence: `is the diagonal alone: write the whole matrix; it ${plain}`,
    });
    expect(sentenceOf([1, 2, 4])).toBe(plain);
    expect(sentenceOf([1, 2])).toBe('has shape [2], expected shape [3, 3]');
    // another number beside the diagonal, and a matrix of zeros, whose diagonal says nothing
    expect(sentenceOf([1, 2, 3], float64([3, 3], [1, 0, 0, 0, 2, 0, 7, 0, 3]))).toBe(plain);
    expect(sentenceOf([0, 0, 0], float64([3, 3], new Float64Array(9)))).toBe(plain);
    expect(sentenceOf([1, 2], float64([2, 3], [1, 0, 0, 0, 2, 0]))).toBe('has shape [2], expected shape [2, 3]');
    expect(sentenceOf([1, 5], float64([2, 3], [1, 0, 0, 5, 0, 0]))).toBe('has shape [2], expected shape [2, 3]');
    expect(sentenceOf([1, 2], float64([], [1]))).toBe('has shape [2], expected a single number');
  });
});
