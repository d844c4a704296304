/** Reports in which staff's points and the grader's do not agree. */
import { expect, test } from '@jest/globals';
import { adjustReport } from '../../../grader/score/adjusted.js';
import { nonsenseOfAdjusted } from '../../../grader/score/adjusted-sense.js';
import { findNonsense } from '../../../grader/score/sense.js';
import type { CheckAdjustment, GradeReport } from '../../../grader/schema/report.js';
import { makeReport } from '../../support/reports.js';

const given = { reason: 'r', author: 'a', at: '2018-10-01T00:00:00Z' };
// 4 of 4 points and 5 of 6, of which the grader gave 1.5
const { report } = adjustReport(makeReport(), new Map([['two', { change: { points: 5 }, ...given }]]));
const [first, second] = report.results;
if (first === undefined || second?.adjustment === undefined) throw new Error('no adjustment');

const withAdjustment = (change: Partial<CheckAdjustment>): GradeReport => ({
  ...report,
  results: [first, { ...second, adjustment: { ...given, machine: 1.5, status: 'partial', ...change } }],
});
const withMachine = (machine: { earned: number | null; beforeLate: number | null }): GradeReport => ({
  ...report,
  verdict: { ...report.verdict, machine },
});
const { machine: _machine, ...silent } = report.verdict;
const { adjustment: _adjustment, ...plain } = second;

test.each<[string, GradeReport, string]>([
  ['a verdict that is silent', { ...report, verdict: silent }, 'two is adjusted, and the verdict does not say'],
  ['a verdict that says too much', { ...report, results: [first, plain] }, 'no check is adjusted'],
  [
    'a status of other points',
    { ...report, results: [first, { ...second, status: 'failed' }] },
    'two is failed with 5',
  ],
  ['more than possible', withAdjustment({ machine: 7 }), "the grader's result of two is partial with 7 of 6 points"],
  ['no points of a graded check', withAdjustment({ machine: null }), 'is partial with null'],
  ['points of an ungraded check', withAdjustment({ status: 'ungraded' }), 'is ungraded with 1.5'],
  ['another sum', withAdjustment({ machine: 2 }), "the grader's total is 5.5 (5.5 before"],
  ['another total', withMachine({ earned: 4, beforeLate: 5.5 }), "the grader's total is 4 (5.5 before"],
  ['no total', withMachine({ earned: null, beforeLate: null }), "the grader's total is null"],
])('%s is told', (_name, one, sentence) => {
  expect(nonsenseOfAdjusted(one)[0]).toContain(sentence);
  expect(findNonsense(one)[0]).toContain(sentence);
});

test('a report that agrees is left alone', () => {
  expect(findNonsense(report)).toEqual([]);
});
