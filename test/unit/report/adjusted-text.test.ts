/** How adjustments are told, to whom, and where. */
import { describe, expect, test } from '@jest/globals';
import { tellChange, tellChanges, tellMachine, tellStaff, tellStudent } from '../../../grader/report/adjusted-text.js';
import { renderClass } from '../../../grader/report/class-summary.js';
import { toCsv } from '../../../grader/report/csv.js';
import { reportForStudents } from '../../../grader/report/for-students.js';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { renderClassPage } from '../../../grader/report/pages/class-page.js';
import { renderPage } from '../../../grader/report/pages/page.js';
import { standingOf } from '../../../grader/report/standing.js';
import { renderReport } from '../../../grader/report/terminal.js';
import type { CheckAdjustment, GradeReport } from '../../../grader/schema/report.js';
import { adjustReport } from '../../../grader/score/adjusted.js';
import { makeReport } from '../../support/reports.js';

const same = (text: string) => text;
const plain = { width: 100, paint: { good: same, partial: same, bad: same, dim: same, bold: same } };
const given: CheckAdjustment = {
  ...{ machine: 3, status: 'partial', reason: 'the 7 is a 1', author: 'Ann', at: '2018-10-01T00:00:00Z' },
};

describe('the sentences', () => {
  test('name the points before and after, and the reason; the author only for staff', () => {
    const result = { earned: 5, adjustment: given };
    expect(tellChange(result)).toBe('from 3 to 5');
    expect(tellStudent(result)).toBe('adjusted by staff from 3 to 5: the 7 is a 1');
    expect(tellStaff(result)).toBe('adjusted by Ann, 2018-10-01, from 3 to 5: the 7 is a 1');
    expect(tellStaff({ earned: 6, adjustment: { ...given, wanted: 7 } })).toContain('to 6 (7 were asked for): the');
    expect(tellChange({ earned: 5, adjustment: { ...given, machine: null } })).toBe('from not graded to 5');
    expect(
      tellChanges([
        { id: 'a', earned: 1 },
        { id: 'b', ...result },
      ]),
    ).toEqual(['b from 3 to 5']);
    expect(tellMachine({ machine: { earned: 8 } })).toBe('adjusted by staff: the grader gave 8');
    expect(tellMachine({ machine: { earned: null } })).toBe('adjusted by staff: the grader gave no total');
  });
  test('are none where nothing was adjusted', () => {
    expect([tellChange, tellStudent, tellStaff].map((tell) => tell({ earned: 3 }))).toEqual([null, null, null]);
    expect(tellMachine({})).toBeNull();
  });
});

/** 4 of 4 points of the visible check, of which the grader gave 1; 1.5 of 6 of the other. */
const machine = makeReport({ earned: [1, 1.5] });
const adjust = (check: string, points: number): GradeReport =>
  adjustReport(
    machine,
    new Map([[check, { change: { points }, reason: 'the <b>7</b> is a 1', author: 'Ann Author', at: given.at }]]),
  ).report;

describe('an adjusted check is shown beside what the grader gave', () => {
  const report = adjust('one', 4);
  test('on the page of its student, without the author and without a total that others are part of', () => {
    const page = renderPage(report, 'student');
    expect(page).toContain('adjusted by staff from 1 to 4: the &lt;b&gt;7&lt;/b&gt; is a 1');
    expect(page).not.toContain('Ann Author');
    expect(page).not.toContain('the grader gave');
    const whole = renderPage(report, 'student', { afterDueDate: true, afterPublished: true });
    expect(whole).toContain('5.5 <small>of 10 points');
    expect(whole).toContain('the grader gave 2.5');
  });
  test('in the report from which everything is made that students get, without the author', () => {
    expect(JSON.stringify(reportForStudents(report))).not.toContain('Ann Author');
    expect(reportForStudents(report).results[0]?.adjustment).toMatchObject({ machine: 1, author: 'staff' });
  });
  test('on the page of staff, with the author', () => {
    const page = renderPage(report, 'staff');
    expect(page).toContain('adjusted by Ann Author, 2018-10-01, from 1 to 4: the &lt;b&gt;7');
    expect(page).toContain('the grader gave 2.5');
  });
  test('in results.json, in the text of its test', () => {
    const { tests, score } = toGradescope(report);
    expect(score).toBe(5.5);
    expect(tests[0]).toMatchObject({ score: 4, status: 'passed' });
    expect(tests[0]?.output).toContain('adjusted by staff from 1 to 4: the <b>7</b> is a 1\nall right');
  });
  test('in the terminal', () => {
    const text = renderReport(report, plain);
    expect(text).toContain('adjusted by Ann Author, 2018-10-01, from 1 to 4: the <b>7</b> is a 1');
    expect(text).toContain('5.5 of 10 points\nadjusted by staff: the grader gave 2.5');
    expect(renderClass([standingOf(report)], plain)).toContain('adjusted: one from 1 to 4');
  });
  test('in the table of the class', () => {
    const standings = [standingOf(report)];
    expect(renderClassPage({ title: 'Quiz', standings, missing: [] })).toContain('adjusted: one from 1 to 4; ');
  });
  test('in scores.csv, which has other columns only then', () => {
    const rows = toCsv([standingOf(report), standingOf(makeReport({ id: 'bob' }))]).split('\n');
    expect(rows[0]).toBe(
      'id,name,student_id,email,status,earned,possible,before_late,days_late,submitted_at,time_from,machine_earned,adjusted,one,two',
    );
    expect(rows[1]).toContain(',5.5,10,5.5,,,,2.5,one from 1 to 4,4,1.5');
    expect(rows[2]).toContain(',5.5,10,5.5,,,,5.5,,4,1.5');
    expect(toCsv([standingOf(machine)])).not.toContain('machine_earned');
  });
});

test('of a check that its student may not see yet, neither the reason nor what the grader gave is told', () => {
  const report = adjust('two', 5);
  const page = renderPage(report, 'student');
  for (const text of [page, JSON.stringify(toGradescope(report))]) {
    for (const word of ['adjusted', 'is a 1', 'Ann Author', 'the grader gave']) expect(text).not.toContain(word);
  }
  // the course system has the points, which it shows when their time has come
  expect(toGradescope(report).tests[1]).toMatchObject({ score: 5, visibility: 'after_published' });
});
