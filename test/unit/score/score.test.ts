import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roundPoints } from '../../../grader/score/points.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import type { Judgement } from '../../../grader/checks/judging/judge.js';
import { fileCheck, judgement } from '../../support/reports.js';

const scoreOne = (points: number, earned: number) =>
  scoreChecks([fileCheck('a', points, { hint: 'look' })], new Map([['a', judgement(earned)]]))[0];

describe('one check', () => {
  test.each<[number, string]>([
    [10, 'passed'],
    [9.99, 'partial'],
    [0, 'failed'],
  ])('%p of 10 is %s', (earned, status) => {
    expect(scoreOne(10, earned)).toMatchObject({ earned, status });
  });
  test('full marks despite rounding are full marks, and have no hint', () => {
    expect(scoreOne(0.3, 0.1 + 0.2)).toEqual(expect.not.objectContaining({ hint: 'look' }));
    expect(scoreOne(0.3, 0.1 + 0.2 - 1e-12)).toMatchObject({ earned: 0.3, status: 'passed' });
    expect(scoreOne(1 / 3, 1 / 3)).toMatchObject({ status: 'passed' });
  });
  test('for any judgement, points are between 0 and the maximum, or the check is ungraded', () => {
    const given = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -1, max: 101, noNaN: true }));
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), given, (points, earned) => {
        const result = scoreOne(points, earned);
        const counts = earned >= -1e-6 && earned <= points + 1e-6;
        expect(result?.status === 'ungraded').toBe(!counts);
        expect(result?.earned === null).toBe(!counts);
        if (!counts) return;
        expect(result?.earned).toBeGreaterThanOrEqual(0);
        expect(result?.earned).toBeLessThanOrEqual(result?.possible ?? NaN);
        expect(result?.possible).toBe(roundPoints(points));
      }),
    );
  });
});

test('what is not a number is a fault of the grader, not a mark', () => {
  const ofEvidence = (error: number): Judgement => ({
    ...judgement(1),
    evidence: {
      type: 'comparison',
      outputs: [{ name: 'z', verdict: 'match', error, earned: 1, possible: 1, sentence: '', notes: [] }],
      samples: [],
      calls: 1,
    },
  });
  const ofAccuracy: Judgement = {
    ...judgement(1),
    evidence: {
      ...{ type: 'accuracy', correct: NaN, total: 1, interval: { lower: 0, upper: 1, level: 0.95 } },
      ...{
        ramp: { from: 0, to: 1 },
        perClass: [],
        confusion: [],
        classes: [],
        misclassified: [],
        data: { name: 'd', digest: '' },
      },
    },
  };
  for (const judged of [judgement(NaN), ofEvidence(NaN), ofEvidence(Infinity), ofAccuracy]) {
    const [result] = scoreChecks([fileCheck('a', 1)], new Map([['a', judged]]));
    expect(result).toMatchObject({ status: 'ungraded', earned: null, evidence: { type: 'none' } });
    expect(result?.summary).toMatch(/^not graded: it was judged with (NaN|Infinity) instead of a number$/);
  }
});

test('a check that needs one without a number is graded independently', () => {
  const checks = [fileCheck('a', 1), fileCheck('b', 1, { needs: ['a'] })];
  const judged = new Map([
    ['a', judgement(NaN)],
    ['b', judgement(1)],
  ]);
  expect(scoreChecks(checks, judged).map(({ status }) => status)).toEqual(['ungraded', 'passed']);
});

describe('prerequisites', () => {
  const checks = [
    fileCheck('c', 1, { needs: ['b'] }),
    fileCheck('a', 1),
    fileCheck('b', 1, { needs: ['a'] }),
    fileCheck('d', 1, { needs: ['hidden'] }),
  ];
  const score = (a: number, b: number) =>
    scoreChecks(checks, new Map(Object.entries({ a, b, c: 1, d: 1 }).map(([id, earned]) => [id, judgement(earned)])));

  test('checks that need one that earned nothing are skipped, along the chain, in any order', () => {
    expect(score(0, 1).map(({ id, status, earned }) => [id, status, earned])).toEqual([
      ['c', 'skipped', 0],
      ['a', 'failed', 0],
      ['b', 'skipped', 0],
      // a prerequisite that is not in this run does not count
      ['d', 'passed', 1],
    ]);
    expect(score(0, 1)[2]?.summary).toBe('not graded: it needs "Check a" (a), which earned nothing');
  });
  test('one that earned a little skips nothing', () => {
    expect(score(0.1, 0.2).map(({ status }) => status)).toEqual(['passed', 'partial', 'partial', 'passed']);
  });
});

test('ungraded checks have no points, which is not zero', () => {
  expect(ungradedChecks([fileCheck('a', 3)], 'no room')).toEqual([
    expect.objectContaining({
      status: 'ungraded',
      earned: null,
      possible: 3,
      summary: 'not graded: no room',
    }),
  ]);
});
