/** Points that staff gave: by hand for a few reports, and laws for any. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { adjustReport, restoreReport, type Adjustment } from '../../../grader/score/adjusted.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { findNonsense } from '../../../grader/score/sense.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import { findReportProblems } from '../../../grader/schema/validate.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const adjustment = (change: Adjustment['change'], more: Partial<Adjustment> = {}): Adjustment => ({
  ...{ change, reason: 'read by hand', author: 'Ann', at: '2018-10-01T00:00:00.000Z' },
  ...more,
});
const points = (value: number) => adjustment({ points: value });
const by = (value: number) => adjustment({ by: value });
const adjust = (report: GradeReport, changes: Record<string, Adjustment>) =>
  adjustReport(report, new Map(Object.entries(changes)));
const text = (report: GradeReport) => JSON.stringify(report);

const LATE = {
  rubricChange: {
    dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' },
    late: { kind: 'per-day' as const, fraction: 0.1 },
  },
  submittedAt: '2018-09-14T12:00:00Z',
};
const halfGraded = () => {
  const checks = [fileCheck('one', 4), fileCheck('two', 6)];
  const [, ...rest] = scoreChecks(checks, new Map(checks.map(({ id }) => [id, judgement(3)])));
  return makeReport({ ...LATE, results: [...ungradedChecks(checks.slice(0, 1), 'no room'), ...rest] });
};

describe('an adjusted report', () => {
  test('has the points instead, what the grader gave beside them, and the sum of what counts', () => {
    // 4 of 4 and 1.5 of 6
    const { report, remarks } = adjust(makeReport(), { two: points(5) });
    expect(report.results.map(({ earned, status }) => [earned, status])).toEqual([
      [4, 'passed'],
      [5, 'partial'],
    ]);
    expect(report.results[1]?.adjustment).toEqual({
      ...{ machine: 1.5, status: 'partial', reason: 'read by hand' },
      ...{ author: 'Ann', at: '2018-10-01T00:00:00.000Z' },
    });
    expect(report.verdict).toMatchObject({ earned: 9, beforeLate: 9, machine: { earned: 5.5, beforeLate: 5.5 } });
    expect(remarks).toEqual([]);
  });
  test('keeps what the late policy keeps: of 9 points, two tenths are lost', () => {
    const { report } = adjust(makeReport(LATE), { two: by(3.5) });
    expect(report.verdict).toMatchObject({ earned: 7.2, beforeLate: 9, machine: { earned: 4.4, beforeLate: 5.5 } });
  });
  test.each([
    [0, 'failed'],
    [0.5, 'partial'],
    [6, 'passed'],
  ])('with %d of 6 points is %s', (value, status) => {
    expect(adjust(makeReport(), { two: points(value) }).report.results[1]).toMatchObject({ earned: value, status });
  });
  test.each([
    [9, 6, 10.5],
    [-2, 0, -0.5],
  ])('by %d has %d points, because there are no more or fewer, and says so', (change, earned, wanted) => {
    const { report, remarks } = adjust(makeReport(), { two: by(change) });
    expect(report.results[1]).toMatchObject({ earned, adjustment: { wanted } });
    expect(remarks).toEqual([`the adjustment of two asks for ${String(wanted)} of 6 points: ${String(earned)} count`]);
  });
  test('counts relative to the points that a later grading gives', () => {
    const first = adjust(makeReport(), { two: by(1) }).report;
    expect(first.results[1]?.earned).toBe(2.5);
    expect(adjust(makeReport({ earned: [4, 3] }), { two: by(1) }).report.results[1]?.earned).toBe(4);
    // again on a report that has it: 2.5, not 3.5
    expect(text(adjust(first, { two: by(1) }).report)).toBe(text(first));
  });
  test('is graded once each check has points, late as it is', () => {
    const report = halfGraded();
    expect(report.verdict).toMatchObject({ status: 'ungraded', earned: null });
    const added = adjust(report, { one: by(1) });
    expect(text(added.report)).toBe(text(report));
    expect(added.remarks).toEqual([
      'the adjustment of one by 1 is not applied: the check is not graded, so there is nothing to add to',
    ]);
    const other = adjust(report, { two: points(6) }).report;
    expect(other.verdict).toMatchObject({ status: 'ungraded', earned: null, machine: { earned: null } });
    const whole = adjust(report, { one: points(2) }).report;
    // 5 less two tenths
    expect(whole.verdict).toMatchObject({ status: 'graded', earned: 4, beforeLate: 5, machine: { earned: null } });
    expect(whole.results[0]).toMatchObject({ status: 'partial', adjustment: { machine: null, status: 'ungraded' } });
  });
  test('does not have an adjustment of a check that it does not have, and says so', () => {
    const { report, remarks } = adjust(makeReport(), { three: points(1) });
    expect(text(report)).toBe(text(makeReport()));
    expect(remarks).toEqual(['the adjustment of three is not applied: the report has no such check']);
  });
});

describe('for any adjustments of any report', () => {
  const change = fc.oneof(
    fc.double({ min: 0, max: 12, noNaN: true }).map((value) => ({ points: value })),
    fc.double({ min: -12, max: 12, noNaN: true }).map((value) => ({ by: value })),
  );
  const adjustments = fc
    .dictionary(fc.constantFrom('one', 'two', 'three'), change)
    .map((all) => new Map(Object.entries(all).map(([id, one]) => [id, adjustment(one)] as const)));
  const reports = fc.oneof(
    fc
      .tuple(fc.double({ min: 0, max: 4, noNaN: true }), fc.double({ min: 0, max: 6, noNaN: true }), fc.boolean())
      .map(([first, second, isLate]) => makeReport({ earned: [first, second], ...(isLate ? LATE : {}) })),
    fc.constant(null).map(halfGraded),
  );

  test('the points agree, the report fits its schema, and no check leaves its range', () => {
    fc.assert(
      fc.property(reports, adjustments, (report, wanted) => {
        const adjusted = adjustReport(report, wanted).report;
        expect(findNonsense(adjusted)).toEqual([]);
        expect(findReportProblems(adjusted)).toEqual([]);
      }),
    );
  });
  test('undoing them gives the very bytes of the report before, also after others', () => {
    fc.assert(
      fc.property(reports, adjustments, adjustments, (report, wanted, others) => {
        const twice = adjustReport(adjustReport(report, others).report, wanted).report;
        expect(text(adjustReport(twice, new Map()).report)).toBe(text(report));
        expect(text(restoreReport(JSON.parse(text(twice)) as GradeReport))).toBe(text(report));
        expect(text(twice)).toBe(text(adjustReport(report, wanted).report));
      }),
    );
  });
});
