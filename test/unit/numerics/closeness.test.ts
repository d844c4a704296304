import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matches, measureCloseness, TOLERANCE, type Expected } from '../../../grader/numerics/closeness.js';
import { nearestSubgradient } from '../../../grader/numerics/kinks.js';
import { float64 } from '../../../grader/tensor/tensor.js';

function judge(values: number[], expected: Expected) {
  return measureCloseness(values, expected, TOLERANCE.float32);
}

describe('the divisor N', () => {
  test('is the largest of |r|, |S| and a share of the largest tensor', () => {
    const reference = float64([2], [4, 0.001]);
    expect(judge([4, 0.005], { reference, largest: 4 }).error).toBeCloseTo(0.001, 12);
    expect(judge([4, 0.005], { reference, scale: float64([2], [40, 8]), largest: 4 }).error).toBeCloseTo(0.0001, 12);
    expect(judge([4, 0.005], { reference, largest: 8000 }).error).toBeCloseTo(0.0005, 12);
  });
  test('a gradient that is zero but for rounding may carry the rounding of its sums', () => {
    // a bias before batch norm: the true gradient cancels to 0, a correct float32 program leaves 1e-7 of the terms
    const expected = { reference: float64([2], [1e-17, -1e-17]), scale: float64([2], [1, 1]), largest: 1 };
    expect(judge([3e-7, -2e-7], expected).verdict).toBe('match');
    expect(judge([0.3, 0], expected).verdict).toBe('different');
  });
  test('a large S does not hide wrong answers: an error of a twentieth is not imprecise, one of a hundredth not a match', () => {
    const expected = { reference: float64([], [1]), scale: float64([], [26]), largest: 1 };
    expect(judge([1.05], expected).verdict).toBe('different');
    expect(judge([0], { ...expected, scale: float64([], [200]) }).verdict).toBe('different');
    expect(judge([1.02], expected).verdict).toBe('undecided');
    expect(judge([1.0001], expected).verdict).toBe('match');
  });
});

describe('a reference of zeros', () => {
  const expected = { reference: float64([2], [0, 0]), scale: float64([2], [2, 2]), largest: 1 };
  test('is exact, but for rounding', () => {
    expect(judge([0, 0], expected)).toEqual({ verdict: 'match', error: 0 });
    expect(judge([1e-7, -0], expected).verdict).toBe('match');
    expect(judge([1e-4, 0], expected).verdict).toBe('different');
    expect(judge([1e-7, 0], { ...expected, scale: undefined }).verdict).toBe('different');
  });
});

describe('kinks', () => {
  const reference = float64([3], [1, 0, 2]);
  const directions = [float64([3], [1, 2, 0]), float64([3], [0, 1, -1])];
  const point = (s: number, t: number) => [1 + s, 2 * s + t, 2 - t];
  test('any subgradient is right, none outside of the box is', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (s, t) => {
        expect(matches(point(s, t), { reference, largest: 2, directions })).toBe(true);
      }),
    );
    expect(matches(point(1.2, 0), { reference, largest: 2, directions })).toBe(false);
    expect(matches(point(0.5, -0.2), { reference, largest: 2, directions })).toBe(false);
    expect(matches(point(0.5, 0.5), { reference, largest: 2 })).toBe(false);
  });
  test('nothing in the box is nearer, with directions that depend on each other too', () => {
    const vector = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 });
    const corners = (k: number) => Array.from({ length: 3 ** k }, (_, code) => code);
    fc.assert(
      fc.property(vector, fc.array(vector, { minLength: 1, maxLength: 4 }), (values, directionRows) => {
        const zero = float64([3], [0, 0, 0]);
        const box = directionRows.map((row) => float64([3], row));
        const distance = (to: ArrayLike<number>) =>
          values.reduce((sum, value, i) => sum + (value - (to[i] ?? NaN)) ** 2, 0);
        const least = distance(nearestSubgradient(values, zero, box));
        const distances = corners(box.length).map((code) => {
          const shares = box.map((_, j) => (Math.floor(code / 3 ** j) % 3) / 2);
          return distance(
            [0, 1, 2].map((i) => directionRows.reduce((sum, row, j) => sum + (shares[j] ?? 0) * (row[i] ?? 0), 0)),
          );
        });
        expect(least).toBeLessThanOrEqual(Math.min(...distances) + 1e-9);
      }),
      { numRuns: 500 },
    );
  });
  test('almost equal directions are distinguished to the last digits', () => {
    const close = [
      [1, 0.99],
      [0.99, 1],
      [1, 1.01],
    ].map((values) => float64([2], values));
    const zero = float64([2], [0, 0]);
    const values = [0, 1].map((i) => 0.3 * (close[0]?.values[i] ?? 0) + 0.9 * (close[1]?.values[i] ?? 0));
    const nearest = nearestSubgradient(values, zero, close);
    expect(Math.max(...values.map((value, i) => Math.abs(value - (nearest[i] ?? NaN))))).toBeLessThan(1e-9);
  });
});

test('scaling values and reference alike changes nothing', () => {
  const side = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(side, side, fc.integer({ min: -20, max: 20 }), (reference, values, power) => {
      const by = (numbers: number[]) => numbers.map((value) => value * 2 ** power);
      const largest = Math.max(...reference.map(Math.abs));
      const plain = judge(values, { reference: float64([3], reference), largest });
      const scaled = judge(by(values), { reference: float64([3], by(reference)), largest: largest * 2 ** power });
      if (largest > 1e-200) expect(scaled.verdict).toBe(plain.verdict);
    }),
  );
});

describe('a reference that is not finite', () => {
  test.each([NaN, Infinity, -Infinity])('%d is near to nothing, and its error can be reported', (value) => {
    for (const given of [0, 1, Number.MAX_VALUE, value]) {
      const expected = { reference: float64([2], [1, value]), largest: 1 };
      const { verdict, error } = measureCloseness([1, given], expected, TOLERANCE.float32);
      expect(verdict).toBe('different');
      expect(Number.isFinite(error)).toBe(true);
    }
  });
  test('nor is a scale that overflowed a reason to take anything', () => {
    const expected = { reference: float64([1], [1]), scale: float64([1], [Infinity]), largest: 1 };
    expect(measureCloseness([2], expected, TOLERANCE.float32).verdict).toBe('different');
    expect(measureCloseness([1], expected, TOLERANCE.float32).verdict).toBe('match');
  });
});
