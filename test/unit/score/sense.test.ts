import { describe, expect, test } from '@jest/globals';
import { findNonsense } from '../../../grader/score/sense.js';
import type { CheckReport, GradeReport } from '../../../grader/schema/report.js';
import { ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, makeReport } from '../../support/reports.js';

const report = makeReport();
const [first, second] = report.results;
if (first === undefined || second === undefined) throw new Error('no results');

const withResult = (change: Partial<CheckReport>): GradeReport => ({
  ...report,
  results: [{ ...first, ...change }, second],
});
const withVerdict = (change: Partial<GradeReport['verdict']>): GradeReport => ({
  ...report,
  verdict: { ...report.verdict, ...change },
});

describe('points that fit', () => {
  test.each<[string, GradeReport]>([
    ['a graded report', report],
    ['an ungraded one', makeReport({ results: ungradedChecks([fileCheck('a', 3)], 'no room') })],
    ['tenths that do not add up in binary', makeReport({ earned: [0.1, 0.2] })],
    ['full marks', makeReport({ earned: [4, 6] })],
  ])('%s', (_name, one) => {
    expect(findNonsense(one)).toEqual([]);
  });
});

describe('points that do not', () => {
  test.each<[string, GradeReport, string]>([
    ['no number of points', withResult({ earned: NaN }), 'one has NaN points of 4'],
    ['no number possible', withResult({ possible: NaN }), 'one has 4 points of NaN'],
    ['no number as a total', withVerdict({ earned: NaN }), 'the verdict has NaN points of 10'],
    ['no number before the policy', withVerdict({ beforeLate: Infinity }), 'the verdict has Infinity points of 10'],
    ['more than possible', withResult({ earned: 4.5 }), 'one earned 4.5 points of 4'],
    ['a graded check without points', withResult({ earned: null }), 'one is passed and has no points'],
    ['an ungraded check with points', withResult({ status: 'ungraded' }), 'one is ungraded and has 4 points'],
    [
      'another total than its checks',
      withVerdict({ earned: 6, beforeLate: 6 }),
      '6 points, the checks have 5.5 points',
    ],
    [
      'more after the late policy than before',
      withVerdict({ earned: 6 }),
      '6 points, 5.5 points before the late policy, of 10',
    ],
    [
      'another total than the late policy leaves',
      withVerdict({
        earned: 4,
        late: { policy: 'fraction', due: '', closes: '', daysLate: 1, closed: false, factor: 0.8, sentence: '' },
      }),
      '4 points, 5.5 points before the late policy, which keeps 0.8 of them',
    ],
    [
      'a deduction without a late policy',
      withVerdict({ earned: 4 }),
      '4 points, 5.5 points before the late policy, which keeps 1 of them',
    ],
    ['less than nothing', withVerdict({ earned: -1 }), '-1 points, 5.5 points before the late policy, of 10'],
    [
      'a total above what is possible',
      withVerdict({ possible: 5 }),
      '5.5 points, 5.5 points before the late policy, of 5',
    ],
    [
      'an ungraded verdict over graded checks',
      withVerdict({ status: 'ungraded' }),
      'the verdict is ungraded, its checks are not',
    ],
    ['a graded verdict without points', withVerdict({ earned: null }), 'the verdict has no points'],
    [
      'more right than there are',
      withResult({
        evidence: {
          type: 'accuracy',
          correct: 11,
          total: 10,
          interval: { lower: 0, upper: 1, level: 0.95 },
          ramp: { from: 0, to: 1 },
          perClass: [],
          confusion: [],
          classes: [],
          misclassified: [],
          data: { name: 'd', digest: '' },
        },
      }),
      'one: 11 of 10 are correct',
    ],
    [
      'a share above its own',
      withResult({
        evidence: {
          type: 'comparison',
          outputs: [{ name: 'z', verdict: 'match', error: 0, earned: 2, possible: 1, sentence: '', notes: [] }],
          samples: [],
          calls: 1,
        },
      }),
      'one.z earned 2 points of 1',
    ],
  ])('%s', (_name, one, sentence) => {
    expect(findNonsense(one)).toContain(sentence);
  });
  test('an ungraded verdict has no points either', () => {
    const ungraded = makeReport({ results: ungradedChecks([fileCheck('a', 3)], 'no room') });
    const verdict = { ...ungraded.verdict, earned: 0, beforeLate: 0 };
    expect(findNonsense({ ...ungraded, verdict })).toEqual(['the verdict is ungraded and has 0 points']);
  });
});
