/** What is given by hand and still open is said to be so in every output, and is a zero in none. */
import { describe, expect, test } from '@jest/globals';
import { renderClass } from '../../../grader/report/class-summary.js';
import { toCsv } from '../../../grader/report/csv.js';
import { explainReport } from '../../../grader/report/explained.js';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { NOT_FINAL, openTitles, tellOpen } from '../../../grader/report/open-items.js';
import { renderClassPage } from '../../../grader/report/pages/class-page.js';
import { renderPage } from '../../../grader/report/pages/page.js';
import { standingOf } from '../../../grader/report/standing.js';
import { renderReport } from '../../../grader/report/terminal.js';
import { adjustReport } from '../../../grader/score/adjusted.js';
import { openReport } from '../../support/open-report.js';

const plain = (text: string) => text;
const STYLE = { width: 200, paint: { good: plain, partial: plain, bad: plain, dim: plain, bold: plain } };
const OPEN = openReport();
const given = new Map([
  ['essay', { change: { points: 5 }, reason: 'well argued', author: 'Ann', at: '2018-10-01T00:00:00.000Z' }],
]);
const FINAL = adjustReport(OPEN, given).report;
const SENTENCE = 'Not final: 6 points (Essay) are given by hand and still open. So far 5 of 4; the total is out of 10.';

describe('while points are open', () => {
  test('the sentence has what is open, what there is so far, and what the total is out of', () => {
    expect(tellOpen(OPEN)).toBe(SENTENCE);
    expect(openTitles(OPEN.results)).toEqual(['Essay']);
  });
  test('the terminal and show', () => {
    const shown = renderReport(OPEN, STYLE);
    expect(shown).toContain(SENTENCE);
    expect(shown).toMatch(/… +\?\/6 {3}Essay/);
    expect(shown).toContain('Check extra (bonus)');
    expect(explainReport(OPEN, STYLE)).toContain(SENTENCE);
  });
  test("the student's page", () => {
    const page = renderPage(OPEN, 'student');
    expect(page).toContain('not final');
    expect(page).toContain(SENTENCE);
    expect(page).toContain('given by hand');
    const withHidden = renderPage(openReport({}, { visibility: 'hidden' }), 'student');
    expect(withHidden).toContain(NOT_FINAL);
    expect(withHidden).not.toContain('Essay');
  });
  test('Gradescope gets no total, and no score of the open check', () => {
    const results = toGradescope(OPEN);
    expect(results).not.toHaveProperty('score');
    expect(results.output).toBe(SENTENCE);
    expect(results.tests[1]).toMatchObject({ name: 'Essay', max_score: 6, extra_data: { status: 'open' } });
    expect(results.tests[1]).not.toHaveProperty('score');
    expect(results.tests[1]).not.toHaveProperty('status');
    expect(results.tests.map(({ score }) => score)).toEqual([3, undefined, 2]);
    expect(results.tests[2]?.name).toBe('Check extra (bonus)');
    const hidden = toGradescope(openReport({}, { visibility: 'hidden' }));
    expect(hidden.output).toBe(NOT_FINAL);
  });
  test('scores.csv has the status and no number', () => {
    const [, row = ''] = toCsv([standingOf(OPEN)]).split('\n');
    expect(row).toMatch(/^alice,,,,open,,10,,,,,3,,2$/);
  });
  test('the class: neither a zero nor a fault of the grader', () => {
    const standings = [standingOf(OPEN), standingOf(FINAL)];
    const summary = renderClass(standings, STYLE);
    expect(summary).toContain(
      '2 submissions, mean 10, median 10 of 10, 1 not final: points are given by hand (tuxgrade adjust)',
    );
    expect(summary).not.toContain('not graded');
    const page = renderClassPage({ title: 'T', standings, missing: [] });
    expect(page).toContain('Not final: points are given by hand (1)');
    expect(page).toMatch(/<b>0<\/b> not graded/);
    expect(page).toMatch(/<b>1<\/b> not final/);
    expect(page).not.toContain('Without any points (');
  });
});

test('once they are given, every output has the total, and students read the reason', () => {
  expect(renderReport(FINAL, STYLE)).toContain('10 of 10 points');
  expect(toGradescope(FINAL)).toMatchObject({ score: 10 });
  const page = renderPage(FINAL, 'student');
  expect(page).toContain('adjusted by staff to 5: well argued');
  expect(page).not.toContain('not final');
  expect(page).not.toContain('Ann');
  expect(toCsv([standingOf(FINAL)])).toMatch(/^alice,,,,graded,10,10,10,/m);
});
