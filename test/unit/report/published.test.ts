/** What students get before a class is published, after, and after that was taken back: every byte is searched. */
import { describe, expect, test } from '@jest/globals';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { renderPage } from '../../../grader/report/pages/page.js';
import { NOTHING_RELEASED, type Release } from '../../../grader/report/release.js';
import type { GradeReport } from '../../../grader/schema/report.js';
import { adjustReport } from '../../../grader/score/adjusted.js';
import { scoreChecks } from '../../../grader/score/score.js';
import { reportOf, resultsOfEach } from '../../support/page-reports.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const DUE: Release = { afterDueDate: true, afterPublished: false };
const RELEASED: Release = { afterDueDate: true, afterPublished: true };
/** Of evidence of each kind: values, words, pictures and the name of a sample. */
const SECRETS = ['7.125', '-1.25', 'secret-word', 'iVBORw0', 'generic-0'];

describe('a page', () => {
  test.each([
    ['after_published', [false, false, true]],
    ['after_due_date', [false, true, true]],
    ['hidden', [false, false, false]],
    ['visible', [true, true, true]],
  ] as const)('has everything of what is %s: before, after the due date, after publishing: %j', (visibility, shown) => {
    const report = reportOf(resultsOfEach('secret-word', { visibility }));
    const pages = [NOTHING_RELEASED, DUE, RELEASED].map((release) => renderPage(report, 'student', release));
    for (const secret of SECRETS) expect(pages.map((page) => page.includes(secret))).toEqual(shown);
    // taken back, it is as it was
    expect(renderPage(report, 'student')).toBe(pages[0]);
  });
});

describe('with a check that is never shown', () => {
  const checks = [
    fileCheck('open', 2, { visibility: 'after_published' }),
    fileCheck('closed', 7, { visibility: 'hidden', title: 'Qqqq' }),
  ];
  const judged = new Map([
    ['open', judgement(0.75, 'half')],
    ['closed', judgement(5.5, 'Wwww')],
  ]);
  const plain = makeReport({ results: scoreChecks(checks, judged) });
  const report: GradeReport = { ...plain, rubric: { ...plain.rubric, seed: 987654 } };
  /** Its title, points and seed, and the totals that they are part of. */
  const HIDDEN = /Qqqq|Wwww|5\.5|6\.25|6\.75|of 7 |of 9 |987654/;
  const reason = { reason: 'Rrrr', author: 'Aaaa', at: '2018-10-01T00:00:00Z' };
  const adjusted = adjustReport(
    report,
    new Map([
      ['open', { change: { points: 1.25 }, ...reason }],
      ['closed', { change: { points: 5.5 }, ...reason, reason: 'Wwww' }],
    ]),
  ).report;

  test.each([
    ['as the grader left it', report, '0.75'],
    ['adjusted', adjusted, '1.25'],
  ])('%s, the page of a published class has nothing of it', (_name, one, points) => {
    const [before, after] = [NOTHING_RELEASED, RELEASED].map((release) => renderPage(one, 'student', release));
    expect(before).not.toMatch(/Check open|Rrrr|Aaaa/);
    expect(before).not.toMatch(HIDDEN);
    expect(after).toContain(`${points} <small>of 2 points so far`);
    expect(after).not.toMatch(HIDDEN);
    expect(after).not.toContain('Aaaa');
    expect(renderPage(one, 'staff')).toMatch(HIDDEN);
  });
  test.each([
    ['as the grader left it', report],
    ['adjusted', adjusted],
  ])('%s, what results.json shows has nothing of it, and its test stays hidden', (_name, one) => {
    const [before, after] = [NOTHING_RELEASED, RELEASED].map((release) => toGradescope(one, release));
    expect(before?.tests.map(({ visibility }) => visibility)).toEqual(['after_published', 'hidden']);
    expect(after?.tests.map(({ visibility }) => visibility)).toEqual(['visible', 'hidden']);
    const shown = JSON.stringify([after?.tests[0], after?.output, after?.extra_data]);
    expect(shown).not.toMatch(HIDDEN);
    expect(JSON.stringify(before)).not.toMatch(/Rrrr|Aaaa/);
    expect(JSON.stringify(after)).not.toContain('Aaaa');
    expect(toGradescope(one)).toEqual(before);
  });
});

test('once nothing is hidden, the total is that of all checks', () => {
  const report = makeReport({ earned: [4, 1.5] });
  const page = renderPage(report, 'student', RELEASED);
  expect(page).toContain('5.5 <small>of 10 points');
  expect(page).not.toContain('so far');
  expect(toGradescope(report, RELEASED).extra_data).toMatchObject({ beforeLate: 5.5 });
  expect(toGradescope(report).extra_data).not.toHaveProperty('beforeLate');
});
