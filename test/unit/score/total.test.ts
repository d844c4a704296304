/** Laws of the points of a whole report, for any shares that judges give. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OutputEvidence } from '../../../grader/schema/evidence.js';
import type { LatePolicy } from '../../../grader/schema/rubric.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

interface Given {
  readonly points: number;
  /** Of the points, which are earned. */
  readonly share: number;
  /** Indices of earlier checks. */
  readonly needs: readonly number[];
}

const points = fc.oneof(
  fc.integer({ min: 1, max: 400 }).map((quarters) => quarters / 4),
  fc.double({ min: 0.001, max: 50, noNaN: true }),
  fc.constantFrom(0.1, 0.2, 0.3, 1 / 3, 1.00005, 0.1 + 0.2),
);
const given: fc.Arbitrary<Given> = fc.record({
  points,
  share: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, -0, 1, 1 / 3)),
  needs: fc.array(fc.nat({ max: 5 }), { maxLength: 2 }),
});
const policy = fc.constantFrom<LatePolicy>(
  { kind: 'none' },
  { kind: 'per-day', fraction: 0.1 },
  { kind: 'per-day', fraction: 1 / 3 },
  { kind: 'fraction', keep: 0.7 },
);

function score(all: readonly Given[]) {
  const checks = all.map(({ points: most, needs }, index) => {
    const earlier = [...new Set(needs)].filter((need) => need < index).map((need) => `c${String(need)}`);
    return fileCheck(`c${String(index)}`, most, { needs: earlier });
  });
  const judged = all.map(({ points: most, share }, index) => [`c${String(index)}`, judgement(most * share)] as const);
  return { checks, results: scoreChecks(checks, new Map(judged)) };
}

const DATES = { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' };

/** Numbers as they are written, with what follows the point. */
const decimals = (value: number | null) => (/\.(\d+)$/.exec(String(value))?.[1] ?? '').length;

test('the total is in [0, possible], before and after the late policy, and is well formatted', () => {
  const days = fc.integer({ min: -1, max: 9 });
  fc.assert(
    fc.property(fc.array(given, { minLength: 1, maxLength: 6 }), policy, days, (all, late, day) => {
      const { results } = score(all);
      const submittedAt = new Date(Date.parse(DATES.due) + day * 86_400_000 - 1).toISOString();
      const { verdict } = makeReport({ results, rubricChange: { dates: DATES, late }, submittedAt });
      const { earned, beforeLate, possible } = verdict;
      if (earned === null || beforeLate === null) throw new Error('ungraded');
      expect(earned).toBeGreaterThanOrEqual(0);
      expect(earned).toBeLessThanOrEqual(beforeLate);
      expect(beforeLate).toBeLessThanOrEqual(possible);
      for (const number of [earned, beforeLate, possible]) expect(decimals(number)).toBeLessThanOrEqual(4);
      for (const result of results) {
        expect(result.earned).toBeGreaterThanOrEqual(0);
        expect(result.earned).toBeLessThanOrEqual(result.possible);
        expect(Object.is(result.earned, -0)).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

test('full marks in every check give all possible points', () => {
  fc.assert(
    fc.property(fc.array(points, { minLength: 1, maxLength: 6 }), (all) => {
      const { results } = score(all.map((most) => ({ points: most, share: 1, needs: [] })));
      const { verdict } = makeReport({ results });
      expect(verdict.earned).toBe(verdict.possible);
      expect(results.every(({ status }) => status === 'passed')).toBe(true);
    }),
  );
});

test('a check is skipped if and only if one that it needs earned nothing', () => {
  fc.assert(
    fc.property(fc.array(given, { minLength: 1, maxLength: 6 }), (all) => {
      const { checks, results } = score(all);
      const earnedBy = new Map(results.map(({ id, earned }) => [id, earned]));
      for (const [index, { status }] of results.entries()) {
        const lacks = (checks[index]?.needs ?? []).some((need) => earnedBy.get(need) === 0);
        expect(status === 'skipped').toBe(lacks);
      }
    }),
  );
});

test.each([NaN, -1, 1e9, Infinity, -Infinity])(
  'a judge that gives %p is a fault of the grader, never points',
  (share) => {
    const { results } = score([
      { points: 1, share, needs: [] },
      { points: 1, share: 1, needs: [] },
    ]);
    expect(results.map(({ earned, status }) => [earned, status])).toEqual([
      [null, 'ungraded'],
      [1, 'passed'],
    ]);
    expect(makeReport({ results }).verdict).toMatchObject({ status: 'ungraded', earned: null, beforeLate: null });
  },
);

describe('shares within a check', () => {
  const share = (earned: number, possible: number): OutputEvidence => ({
    name: 'z1',
    verdict: 'match',
    error: 0,
    earned,
    possible,
    sentence: 'is right',
    notes: [],
  });
  test('are kept as points are, without the digits of binary fractions', () => {
    const outputs = [share(0.1 + 0.2, 31 / 9), share(31 / 9, 31 / 9)];
    const evidence = { type: 'comparison' as const, outputs, samples: [], calls: 1 };
    const [result] = scoreChecks([fileCheck('a', 31 / 9)], new Map([['a', { ...judgement(31 / 9), evidence }]]));
    expect(result).toMatchObject({
      earned: 3.4444,
      possible: 3.4444,
      status: 'passed',
      evidence: {
        outputs: [
          { earned: 0.3, possible: 3.4444 },
          { earned: 3.4444, possible: 3.4444 },
        ],
      },
    });
  });
});
