/** Students without a submission, in everything for staff: listed, escaped, and without a zero. */
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { renderClass } from '../../../grader/report/class-summary.js';
import { toCsv } from '../../../grader/report/csv.js';
import { handedInNothing, missingIn } from '../../../grader/report/missing.js';
import { renderClassPage } from '../../../grader/report/pages/class-page.js';
import { makeReport } from '../../support/reports.js';

const ESCAPE = String.fromCharCode(27);
const HOSTILE = { id: `=1+1${ESCAPE}[31m`, name: '<script>alert(1)</script>', studentId: '007', email: '@x' };
const rowsOf = (text: string): string[][] => parse(text);
const keep = (text: string) => text;
const style = { width: 100, paint: { good: keep, partial: keep, bad: keep, dim: keep, bold: keep } };

test('scores.csv has a line for each, with the status missing and no points', () => {
  const rows = rowsOf(toCsv([makeReport()], [HOSTILE, { id: 'bob' }]));
  const [header = [], , hostile = [], bob = []] = rows;
  expect(hostile.slice(0, 5)).toEqual(["'=1+1\\u{1b}[31m", HOSTILE.name, '007', "'@x", 'missing']);
  expect(bob.slice(0, 5)).toEqual(['bob', '', '', '', 'missing']);
  expect(hostile.slice(5)).toEqual(header.slice(5).map(() => ''));
});

test('late days that are left are there for them too', () => {
  const [header = [], bob = []] = rowsOf(toCsv([], [{ id: 'bob', lateDaysLeft: 2 }]));
  expect([bob[header.indexOf('late_days_used')], bob[header.indexOf('late_days_left')]]).toEqual(['', '2']);
});

test('the summary names them', () => {
  const told = renderClass([makeReport()], style, [{ id: 'bob' }, HOSTILE]);
  expect(told).toContain('2 students handed in nothing: bob, =1+1\\u{1b}[31m');
  expect(renderClass([makeReport()], style)).not.toContain('nothing');
});

test('the page of the class lists them', () => {
  const page = renderClassPage({ title: 'HW', standings: [], missing: [handedInNothing(HOSTILE)] });
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('handed in nothing');
});

test('what a run lists is read, and what is no student is left out', () => {
  const whole = { id: 'ada', name: 'Ada', studentId: '007', email: 'ada@example.org', lateDaysLeft: 0 };
  const odd = [{ id: 7 }, 'eve', null, { id: 'bob', name: 7, lateDaysLeft: '2' }];
  expect(missingIn({ missing: [whole, ...odd] })).toEqual([whole, { id: 'bob' }]);
  for (const facts of [{}, null, { missing: 'ada' }]) expect(missingIn(facts)).toEqual([]);
});

test('they are told by name, or by id', () => {
  expect(handedInNothing({ id: 'ada', name: 'Ada' })).toEqual({ id: 'Ada (ada)', because: 'handed in nothing' });
  expect(handedInNothing({ id: 'ada' }).id).toBe('ada');
});
