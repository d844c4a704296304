import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Judgement } from '../../../grader/checks/judging/judge.js';
import { pointsOf, roundPoints, sumPoints } from '../../../grader/score/points.js';
import { judgement } from '../../support/reports.js';

describe('points as they are kept', () => {
  test('sums read well and do not depend on the order', () => {
    expect(roundPoints(0.1 + 0.2)).toBe(0.3);
    expect(Object.is(roundPoints(-1e-9), 0)).toBe(true);
    expect(roundPoints(17.2222222)).toBe(17.2222);
    expect(sumPoints([0.1, 0.2, 0.3])).toBe(sumPoints([0.3, 0.2, 0.1]));
    expect(sumPoints([])).toBe(0);
  });
  test('rounding twice is rounding once, and moves by half a digit at most', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e4, noNaN: true }), (points) => {
        expect(roundPoints(roundPoints(points))).toBe(roundPoints(points));
        expect(Math.abs(roundPoints(points) - points)).toBeLessThanOrEqual(0.5e-4 + 1e-9);
      }),
    );
  });
});

describe('what a judge gave', () => {
  test('counts from 0 to the points of the check, despite rounding', () => {
    expect(pointsOf(judgement(0), 10)).toEqual({ ok: true, earned: 0 });
    expect(pointsOf(judgement(10), 10)).toEqual({ ok: true, earned: 10 });
    expect(pointsOf(judgement(10 + 1e-12), 10)).toEqual({ ok: true, earned: 10 });
    expect(pointsOf(judgement(-1e-12), 10)).toEqual({ ok: true, earned: 0 });
    expect(pointsOf(judgement(31 / 9), 31 / 9)).toEqual({ ok: true, earned: 3.4444 });
  });
  test.each([NaN, Infinity, -Infinity])('does not count when it is %p', (earned) => {
    expect(pointsOf(judgement(earned), 10)).toEqual({
      ok: false,
      why: `it was judged with ${String(earned)} instead of a number`,
    });
  });
  test.each([10.00001, 1e9, -0.00001, -1e9])('does not count when %p of 10 points are earned', (earned) => {
    expect(pointsOf(judgement(earned), 10)).toEqual({
      ok: false,
      why: `it was judged with ${String(earned)} of 10 points`,
    });
  });
  test('does not count where a number of its evidence is none, however deep', () => {
    const measured = (value: number): Judgement => ({
      ...judgement(1),
      evidence: { type: 'limits', measurements: [{ name: 'bytes', measured: value, limit: 1, ok: true }] },
    });
    expect(pointsOf(measured(1), 1).ok).toBe(true);
    expect(pointsOf(measured(NaN), 1).ok).toBe(false);
    expect(pointsOf(measured(Infinity), 1).ok).toBe(false);
  });
  test('is in [0, possible] or not counted, for all numbers', () => {
    fc.assert(
      fc.property(fc.double(), fc.double({ min: 0.01, max: 100, noNaN: true }), (earned, possible) => {
        const points = pointsOf(judgement(earned), possible);
        const isWithin = earned >= -1e-6 && earned <= possible + 1e-6;
        expect(points.ok).toBe(isWithin);
        if (!points.ok) return;
        expect(points.earned).toBeGreaterThanOrEqual(0);
        expect(points.earned).toBeLessThanOrEqual(roundPoints(possible));
      }),
    );
  });
});
