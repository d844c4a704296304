/** When a list of a class names the late policy, and with what. */
import { expect, test } from '@jest/globals';
import { lateWords } from '../../../grader/report/late.js';

const late = {
  ...{ due: '2018-09-13T12:00:00Z', closes: '2018-09-20T12:00:00Z' },
  policy: 'keep',
  due: '2018-09-13T23:59:00-05:00',
  closes: '2018-09-20T23:59:00-05:00',
  daysLate: 2,
  closed: false,
  factor: 0.8,
  sentence: '2 days late: 80 % of the points count',
};
const graded = { status: 'graded', possible: 10 } as const;

test.each([
  ['in time', { earned: 5, beforeLate: 5, late: null }, null],
  ['late, with a deduction', { earned: 4, beforeLate: 5, late }, `${late.sentence} (5 before the policy)`],
  ['late, with nothing to deduct from', { earned: 0, beforeLate: 0, late }, null],
  ['late within grace', { earned: 5, beforeLate: 5, late: { ...late, factor: 1 } }, null],
  ['not graded', { earned: null, beforeLate: null, late: { ...late, closed: true } }, null],
  [
    'closed, with nothing to deduct from',
    { earned: 0, beforeLate: 0, late: { ...late, closed: true, factor: 0, sentence: 'after the closing date' } },
    'after the closing date (0 before the policy)',
  ],
])('%s', (_name, verdict, words) => {
  expect(lateWords({ ...graded, ...verdict })).toBe(words);
});
