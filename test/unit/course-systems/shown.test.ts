/** The score that a student may see: of what is shown, and a sum only where it is what counts. */
import { expect, test } from '@jest/globals';
import {
  headSentences,
  lateFactor,
  scoreWords,
  shownResults,
  shownScore,
} from '../../../grader/course-systems/shown.js';
import { reportForStudents } from '../../../grader/report/for-students.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';

const DATES = { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' };
const late = (submittedAt: string, all = false) =>
  reportForStudents(
    makeReport({ rubricChange: { dates: DATES, late: { kind: 'per-day', fraction: 0.1 } }, submittedAt }),
    { afterPublished: all, afterDueDate: all },
  );

test('of a report with a check that waits, the others, and no sum in words', () => {
  const report = reportForStudents(makeReport());
  expect(shownResults(report).map(({ id }) => id)).toEqual(['one']);
  expect(shownScore(report)).toEqual({ earned: 4, possible: 4, isWhole: false });
  expect(scoreWords(report)).toBe('1 of 1 check passed so far');
  expect(headSentences(report)[0]).toContain('others follow');
});
test('of a whole report, what counts', () => {
  const report = reportForStudents(makeReport(), { afterPublished: true, afterDueDate: true });
  expect(shownScore(report)).toEqual({ earned: 5.5, possible: 10, isWhole: true });
  expect(scoreWords(report)).toBe('5.5 of 10 points');
  expect(headSentences(report)).toEqual([]);
});
test('the late policy takes its share of what is shown, and all of it after the closing date', () => {
  const twoDays = late('2018-09-14T12:00:00Z');
  expect(lateFactor(twoDays)).toBe(0.8);
  expect(shownScore(twoDays).earned).toBe(3.2);
  expect(headSentences(twoDays).join()).not.toContain('before the late policy');
  expect(shownScore(late('2018-09-14T12:00:00Z', true)).earned).toBe(4.4);
  expect(headSentences(late('2018-09-14T12:00:00Z', true))).toEqual([
    '5.5 points before the late policy: 2 days late: 80 % of the points count.',
  ]);
  expect(shownScore(late('2018-09-21T12:00:00Z')).earned).toBe(0);
});
test('without a score where the grader failed, also on a part', () => {
  const checks = [fileCheck('one', 4), fileCheck('two', 6)];
  const all = reportForStudents(makeReport({ results: ungradedChecks(checks, 'x') }));
  expect([shownScore(all).earned, scoreWords(all)]).toEqual([null, 'Not graded yet']);
  const part = [
    ...scoreChecks(checks.slice(0, 1), new Map([['one', judgement(4)]])),
    ...ungradedChecks(checks.slice(1), 'x'),
  ];
  expect(shownScore(reportForStudents(makeReport({ results: part }))).earned).toBeNull();
});
