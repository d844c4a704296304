/** Points that are given by hand are open until then; bonus points come on top, up to the most that the rubric allows. */
import { describe, expect, test } from '@jest/globals';
import { adjustReport, restoreReport, type Adjustment } from '../../../grader/score/adjusted.js';
import { findNonsense } from '../../../grader/score/sense.js';
import { soFar, totalOf, verdictStatusOf } from '../../../grader/score/total.js';
import { ungradedChecks } from '../../../grader/score/score.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import { ESSAY, openReport } from '../../support/open-report.js';

const given = (points: number): ReadonlyMap<string, Adjustment> =>
  new Map([['essay', { change: { points }, reason: 'read', author: 'Ann', at: '2018-10-01T00:00:00.000Z' }]]);
const adjusted = (report: GradeReport, points: number) => adjustReport(report, given(points)).report;

describe('a submission with open points', () => {
  test('has no total, whatever the others earned', () => {
    const { verdict, results } = openReport();
    expect(verdict).toMatchObject({ status: 'open', earned: null, beforeLate: null, possible: 10 });
    expect(soFar(results)).toEqual({ earned: 5, possible: 4, open: 6 });
  });
  test('has one once they are given, and none again when that is undone', () => {
    const open = openReport();
    const final = adjusted(open, 5);
    // 3 + 5, and 2 bonus
    expect(final.verdict).toMatchObject({ status: 'graded', earned: 10, beforeLate: 10, machine: { earned: null } });
    expect(final.results[1]).toMatchObject({
      status: 'partial',
      earned: 5,
      adjustment: { status: 'open', machine: null },
    });
    expect(findNonsense(final)).toEqual([]);
    expect(restoreReport(final)).toEqual(open);
  });
  test('given zero points is final, and zero', () => {
    expect(adjusted(openReport({}, { code: 0, bonus: 0 }), 0).verdict).toMatchObject({ status: 'graded', earned: 0 });
  });
  test('is ungraded while a check of it is', () => {
    const [code, , extra] = openReport().results;
    const [broken] = ungradedChecks([{ ...ESSAY, id: 'broken' }], 'no room');
    const essay = openReport().results[1];
    if (code === undefined || extra === undefined || broken === undefined || essay === undefined) throw new Error();
    expect(verdictStatusOf([code, essay, broken])).toBe('ungraded');
    const both = openReport({ results: [code, essay, extra, broken] });
    expect(both.verdict.status).toBe('ungraded');
    expect(adjusted(both, 1).verdict).toMatchObject({ status: 'ungraded', earned: null });
  });
  test('a report that says otherwise is not sound', () => {
    const { verdict, ...rest } = openReport();
    expect(findNonsense({ ...rest, verdict: { ...verdict, status: 'graded', earned: 5, beforeLate: 5 } })).toEqual([
      'the verdict is graded, its checks are not',
    ]);
    expect(findNonsense({ ...rest, verdict: { ...verdict, earned: 5, beforeLate: 5 } })).toEqual([
      'the verdict is open and has 5 points',
    ]);
  });
});

describe('bonus points', () => {
  test('take the total beyond what is possible', () => {
    expect(adjusted(openReport({}, { code: 4, bonus: 3 }), 6).verdict).toMatchObject({ earned: 13, possible: 10 });
  });
  test('count up to the most of the rubric, also after an adjustment', () => {
    const report = openReport({ rubricChange: { maxPoints: 11 } }, { code: 4, bonus: 3 });
    expect(report.rubric.maxPoints).toBe(11);
    const final = adjusted(report, 6);
    expect(final.verdict).toMatchObject({ earned: 11, beforeLate: 11, possible: 10 });
    expect(findNonsense(final)).toEqual([]);
    // below the most, nothing is taken off
    expect(adjusted(report, 3).verdict.earned).toBe(10);
    expect([totalOf([0.1, 0.2]), totalOf([4, 3], 5)]).toEqual([0.3, 5]);
  });
  test('are late as the others are: the policy applies to what counts', () => {
    const rubricChange = {
      maxPoints: 12,
      dates: { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' },
      late: { kind: 'fraction' as const, keep: 0.5 },
    };
    const report = openReport({ rubricChange, submittedAt: '2018-09-15T00:00:00-05:00' }, { code: 4, bonus: 3 });
    expect(adjusted(report, 6).verdict).toMatchObject({ beforeLate: 12, earned: 6, late: { factor: 0.5 } });
  });
  test('a total above the bonus is not sound', () => {
    const final = adjusted(openReport({}, { code: 4, bonus: 3 }), 6);
    const verdict = { ...final.verdict, earned: 13.5, beforeLate: 13.5 };
    expect(findNonsense({ ...final, verdict })).not.toEqual([]);
  });
});
