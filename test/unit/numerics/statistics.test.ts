import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fewestExamples, rampCredit, wilsonInterval } from '../../../grader/numerics/statistics.js';

describe('Wilson interval', () => {
  test('the figures of the accuracy guide and of textbooks', () => {
    const interval = wilsonInterval(850, 1000);
    expect(interval.lower).toBeCloseTo(0.8265, 4);
    expect(interval.upper).toBeCloseTo(0.8708, 4);
    // R: binom::binom.confint(10, 20, methods = "wilson")
    expect(wilsonInterval(10, 20).lower).toBeCloseTo(0.299298, 6);
    expect(wilsonInterval(10, 20).upper).toBeCloseTo(0.700702, 6);
    expect(wilsonInterval(0, 10).upper).toBeCloseTo(0.277533, 6);
  });

  test('its ends solve |k/n - p| = z sqrt(p(1-p)/n), which defines it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const k = Math.round(share * n);
        const { lower, upper } = wilsonInterval(k, n);
        for (const p of [lower, upper]) {
          expect(Math.abs(Math.abs(k / n - p) - 1.959963984540054 * Math.sqrt((p * (1 - p)) / n))).toBeLessThan(1e-7);
        }
        expect(lower).toBeLessThanOrEqual(k / n + 1e-12);
        expect(upper).toBeGreaterThanOrEqual(k / n - 1e-12);
      }),
    );
  });

  test('nothing seen says nothing', () => {
    expect(wilsonInterval(0, 0)).toMatchObject({ lower: 0, upper: 1 });
  });
});

describe('ramp', () => {
  test('ends and middle', () => {
    expect(rampCredit(90, 100, 0.9, 0.94)).toBe(0);
    expect(rampCredit(94, 100, 0.9, 0.94)).toBe(1);
    expect(rampCredit(92, 100, 0.9, 0.94)).toBeCloseTo(0.5, 12);
    expect(rampCredit(0, 0, 0, 1)).toBe(0);
  });

  test('one more right answer never costs points, and the share stays in [0, 1]', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.nat(2000),
        fc.double({ min: 0, max: 0.98, noNaN: true }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (n, k, from, width) => {
          const some = Math.min(k, n - 1);
          const credit = rampCredit(some, n, from, from + width);
          expect(credit).toBeGreaterThanOrEqual(0);
          expect(rampCredit(some + 1, n, from, from + width)).toBeGreaterThanOrEqual(credit);
          expect(credit).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

test('fewest examples: with that number the standard deviation of the credit is as requested', () => {
  const n = fewestExamples(0.9, 0.94);
  expect(n).toBe(18_400);
  const p = 0.92;
  expect(Math.sqrt((p * (1 - p)) / n) / 0.04).toBeLessThanOrEqual(0.05);
  expect(Math.sqrt((p * (1 - p)) / (n - 1)) / 0.04).toBeGreaterThan(0.05);
});
