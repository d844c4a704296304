/** What staff read in the log of Gradescope. */
import { expect, test } from '@jest/globals';
import { tellSubmission } from '../../../grader/gradescope/telling.js';
import { reportOf, resultsOfEach } from '../../support/page-reports.js';

const report = reportOf(resultsOfEach('plain'));
const told = (facts: Partial<Parameters<typeof tellSubmission>[1]>, change: Partial<typeof report> = {}) =>
  tellSubmission({ ...report, ...change }, { earlier: null, points: null, remarks: [], ...facts });

test('who, when and how many points', () => {
  const { verdict, submission } = report;
  const people = [{ name: 'Ada Adams' }, { email: 'ben@school.example' }, {}];
  const [first] = told({}, { submission: { ...submission, submitters: people, submittedAt: '2021-09-10T18:25:53Z' } });
  expect(first).toContain('of Ada Adams, ben@school.example, somebody without a name');
  expect(first).toContain('handed in at 2021-09-10T18:25:53Z');
  expect(first).toContain(verdict.earned === null ? verdict.status : `of ${String(verdict.possible)} points`);
});
test('the submissions before', () => {
  expect(told({ earlier: { count: 0, failed: 0 } })).toContain('the first submission');
  expect(told({ earlier: { count: 1, failed: 0 } })).toContain('submission 2 to this assignment');
  expect(told({ earlier: { count: 3, failed: 1 } }).join('\n')).toContain(
    'submission 4 to this assignment; of those before, 1 failed by no fault of the student',
  );
  expect(told({}).join('\n')).not.toMatch(/first submission|to this assignment/);
});
test('points that do not agree, unless the others may be given by hand', () => {
  const { possible } = report.verdict;
  expect(told({ points: possible - 1 }).join('\n')).toContain('set the points of the autograder');
  expect(told({ points: possible + 20 }).join('\n')).not.toContain('set the points');
});
test('remarks and notes for staff, once, and none for students', () => {
  const notes = [
    { audience: 'staff' as const, text: 'has no time' },
    { audience: 'system' as const, text: 'a gap' },
    { audience: 'student' as const, text: 'for the student' },
  ];
  const lines = told({ remarks: ['has no time'] }, { notes });
  expect(lines.filter((line) => line.includes('has no time'))).toHaveLength(1);
  expect(lines).toContain('system: a gap');
  expect(lines.join('\n')).not.toContain('for the student');
});
