import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { roundPoints, scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
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
  test('what rounding left is full marks, and full marks carry no hint', () => {
    expect(scoreOne(0.3, 0.1 + 0.2)).toEqual(expect.not.objectContaining({ hint: 'look' }));
    expect(scoreOne(0.3, 0.1 + 0.2 - 1e-12)).toMatchObject({ earned: 0.3, status: 'passed' });
    expect(scoreOne(1 / 3, 1 / 3)).toMatchObject({ status: 'passed' });
  });
  test('whatever a judge gives, what counts lies between 0 and the points', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ noNaN: true }), (points, earned) => {
        const result = scoreOne(points, earned);
        expect(result?.earned).toBeGreaterThanOrEqual(0);
        expect(result?.earned).toBeLessThanOrEqual(result?.possible ?? NaN);
        expect(result?.possible).toBe(roundPoints(points));
      }),
    );
  });
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

  test('one that earned nothing skips what needs it, along the chain, whatever the order', () => {
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
  expect(ungradedChecks([fileCheck('a', 3)], 'DISK_FULL', 'no room')).toEqual([
    expect.objectContaining({
      status: 'ungraded',
      earned: null,
      possible: 3,
      summary: 'not graded (DISK_FULL): no room',
    }),
  ]);
});

test('sums read well and do not depend on the order', () => {
  expect(roundPoints(0.1 + 0.2)).toBe(0.3);
  expect(Object.is(roundPoints(-1e-9), 0)).toBe(true);
  expect(roundPoints(17.2222222)).toBe(17.2222);
});
