/** Pages of reports that nobody expects: hundreds of outputs, none, no grade, long titles, markup in names of classes. */
import { expect, test } from '@jest/globals';
import { renderPage } from '../../../../grader/report/pages/page.js';
import { comparisonOf } from '../../../support/evidence-of-each.js';
import { reportOf, resultsOfEach } from '../../../support/page-reports.js';

const [first] = resultsOfEach('text');

function withOutputs(count: number): string {
  const comparison = comparisonOf('x');
  const [output] = comparison.outputs;
  if (first === undefined || output === undefined) throw new Error('there is a result with an output');
  const outputs = Array.from({ length: count }, (_, index) => ({ ...output, name: `out${String(index)}` }));
  return renderPage(reportOf([{ ...first, evidence: { ...comparison, outputs } }]), 'student');
}

test('500 outputs are all listed; values are shown for few of them', () => {
  const page = withOutputs(500);
  expect(page).toContain('out499');
  expect(page.match(/what was expected/g)?.length).toBeLessThan(10);
});

test('no outputs, samples or calls', () => {
  expect(withOutputs(0)).toContain('What to do next');
});

test('an ungraded submission has no points, and the student is told that it costs none', () => {
  const report = reportOf(resultsOfEach('text', { status: 'ungraded', earned: null }));
  const verdict = { ...report.verdict, status: 'ungraded', earned: null, beforeLate: null } as const;
  const page = renderPage({ ...report, verdict }, 'student');
  expect(page).toContain('not graded');
  expect(page).toContain('It costs no points');
  expect(page).not.toContain('What to do next');
});

test('titles of 10,000 characters are cut', () => {
  const report = reportOf(resultsOfEach('t'.repeat(10_000)));
  const page = renderPage({ ...report, rubric: { ...report.rubric, title: 'r'.repeat(10_000) } }, 'staff');
  expect(/<title>(.*?)<\/title>/s.exec(page)?.[1]?.length).toBeLessThanOrEqual(200);
  expect(page).not.toMatch(/r{1300}/);
});
