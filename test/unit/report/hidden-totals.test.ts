/** No total that a student can see contains points that the student may not see yet: all student outputs are searched. */
import { describe, expect, test } from '@jest/globals';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { renderPage } from '../../../grader/report/pages/page.js';
import { reportForStudents } from '../../../grader/report/for-students.js';
import type { CheckReport, GradeReport } from '../../../grader/schema/report.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const DATES = { due: '2018-09-13T23:59:00-05:00', closes: '2018-09-20T23:59:00-05:00' };

/** Two visible checks with 1.17 and 2.29, a third one with 2.13, handed in one day late, of which 73 % count. */
function lateReport(visibility: CheckReport['visibility']): GradeReport {
  const checks = [fileCheck('a', 4), fileCheck('b', 6), fileCheck('c', 7, { visibility })];
  const earned = new Map([
    ['a', judgement(1.17)],
    ['b', judgement(2.29)],
    ['c', judgement(2.13)],
  ]);
  return makeReport({
    results: scoreChecks(checks, earned),
    rubricChange: { dates: DATES, late: { kind: 'fraction', keep: 0.73 }, points: 17 },
    submittedAt: '2018-09-14T12:00:00-05:00',
    timeFrom: 'roster',
    timeRemarks: ['5.59 for staff'],
    notes: [{ audience: 'staff', text: '5.59 for staff' }],
  });
}

/** By hand: 1.17 + 2.29 + 2.13 = 5.59, of which 73 % are 4.0807; 1.17 + 2.29 = 3.46, of which 73 % are 2.5258. */
const TOTALS = ['5.59', '4.08', '3.46', '2.52', '2.53'];

function studentOutputs(report: GradeReport): Readonly<Record<string, string>> {
  // Gradescope withholds the total, and these tests, while a test is not visible
  const { score: _total, tests, ...results } = toGradescope(report);
  const shown = tests.filter(({ visibility }) => visibility === 'visible');
  const { notes, submission } = reportForStudents(report);
  return {
    'results.json': JSON.stringify({ ...results, tests: shown }),
    'report.html': renderPage(report, 'student'),
    'what a student is told': JSON.stringify({ notes, submission }),
  };
}

describe.each(['hidden', 'after_due_date', 'after_published'] as const)('with a check that is %s', (visibility) => {
  const report = lateReport(visibility);
  test('the totals are in the report', () => {
    expect(report.verdict).toMatchObject({ beforeLate: 5.59, earned: 4.0807, late: { factor: 0.73 } });
  });
  test.each(Object.entries(studentOutputs(report)))('%s has no sum', (_name, text) => {
    expect(TOTALS.filter((total) => text.includes(total))).toEqual([]);
  });
  test('the student is told of the policy all the same', () => {
    expect(toGradescope(report).output).toBe('1 day late: 73 % of the points count.');
    expect(renderPage(report, 'student')).toContain('1 day late: 73 % of the points count.');
  });
});

test('with visible checks alone both totals are told', () => {
  const report = lateReport('visible');
  const outputs = studentOutputs(report);
  expect(outputs['report.html']).toContain('5.59 points before the late policy');
  expect(outputs['report.html']).toContain('4.08 <small>of 17 points');
  expect(outputs['results.json']).toContain('Before the late policy: 5.59');
});
