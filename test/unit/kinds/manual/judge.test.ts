import { expect, test } from '@jest/globals';
import { judgeManual } from '../../../../grader/kinds/manual/judge.js';
import { manualRules } from '../../../../grader/kinds/manual/rules.js';
import { scoreChecks } from '../../../../grader/score/score.js';
import { makeResolvedRubric } from '../../../support/resolved-rubric.js';
import { ESSAY } from '../../../support/open-report.js';
import { fileCheck } from '../../../support/reports.js';

const resolved = makeResolvedRubric([ESSAY]);
const judged = (...paths: string[]) => {
  const files = paths.map((path) => ({ path, bytes: 1, sha256: '' }));
  const none = { documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map() };
  return judgeManual(ESSAY, { files, ...none }, resolved);
};

test('is left open, with what is looked at and whether it was handed in', () => {
  const judgement = judged('essay.pdf');
  expect(judgement).toMatchObject({ open: true, evidence: { type: 'none' } });
  expect(judgement.summary).toBe('graded by hand, by staff; they look at: is it argued?; essay.pdf was handed in');
  expect(judged().summary).toMatch(/essay\.pdf was not handed in$/);
  // a file elsewhere is named
  expect(judged('work/essay.pdf').summary).toContain('work/essay.pdf');
});

test('has no points, which is not zero, and skips no other check', () => {
  const after = fileCheck('after', 2, { needs: ['essay'] });
  const judgements = new Map([
    ['essay', judged()],
    ['after', { earned: 2, summary: '', evidence: { type: 'none' as const } }],
  ]);
  expect(scoreChecks([ESSAY, after], judgements)).toMatchObject([
    { status: 'open', earned: null, possible: 6 },
    { status: 'passed', earned: 2 },
  ]);
});

test('a check must not wait for it', () => {
  const checks = [ESSAY, fileCheck('after', 2, { needs: ['essay'] })];
  expect([...manualRules(['checks', 0], ESSAY, { ...resolved.rubric, checks })]).toEqual([
    {
      path: ['checks', 1, 'needs', 0],
      sentence: '"after" needs "essay", which is graded by hand after all checks have run: take it out of needs',
    },
  ]);
});
