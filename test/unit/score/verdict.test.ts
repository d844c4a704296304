import { expect, test } from '@jest/globals';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { verdictOf } from '../../../grader/score/verdict.js';
import { fileCheck, judgement } from '../../support/reports.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

const { rubric } = makeResolvedRubric([]);
const DATES = { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' };
const late = { ...rubric, dates: DATES, late: { kind: 'per-day' as const, fraction: 0.1 } };
const checks = [fileCheck('a', 0.1), fileCheck('b', 0.2), fileCheck('c', 5)];
const resultsOf = (...earned: readonly number[]) =>
  scoreChecks(checks, new Map(checks.map(({ id }, index) => [id, judgement(earned[index] ?? 0)])));

test('the points of all checks are added, without the digits of binary fractions', () => {
  expect(verdictOf(resultsOf(0.1, 0.2, 0), rubric, { submittedAt: null })).toEqual({
    status: 'graded',
    earned: 0.3,
    possible: 5.3,
    beforeLate: 0.3,
    late: null,
  });
});

test('the late policy is applied to the sum, which is kept beside it', () => {
  expect(verdictOf(resultsOf(0.1, 0.2, 4.7), late, { submittedAt: '2018-09-15T00:00:00-05:00' })).toMatchObject({
    status: 'graded',
    earned: 4,
    beforeLate: 5,
    late: { policy: 'per-day', daysLate: 2 },
  });
});

test('with one check that is not graded there is no total, and the late policy is told', () => {
  const [, ...graded] = resultsOf(0.1, 0.2, 5);
  const results = [...ungradedChecks(checks.slice(0, 1), 'no room'), ...graded];
  const none = { status: 'ungraded', earned: null, possible: 5.3, beforeLate: null };
  for (const submittedAt of [null, 'yesterday']) {
    expect(verdictOf(results, late, { submittedAt })).toEqual({ ...none, late: null });
  }
  expect(verdictOf(results, late, { submittedAt: '2018-09-15T00:00:00-05:00' })).toMatchObject({
    ...none,
    late: { daysLate: 2, factor: 0.8 },
  });
});

test('no check at all is a total of nothing', () => {
  expect(verdictOf([], rubric, { submittedAt: null })).toMatchObject({ status: 'graded', earned: 0, possible: 0 });
});
