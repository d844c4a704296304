import { describe, expect, test } from '@jest/globals';
import { toGradescope } from '../../../grader/report/gradescope.js';
import { GraderError } from '../../../grader/errors.js';
import { reportUngraded } from '../../../grader/grading/grade.js';
import type { GradeOptions } from '../../../grader/grading/grading.js';
import { scoreChecks, ungradedChecks } from '../../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from '../../support/reports.js';
import { makeResolvedRubric } from '../../support/resolved-rubric.js';

/** Keys that Gradescope's specification has; it rejects a file with others, or with a visibility of its own making. */
const TOP = ['score', 'output', 'output_format', 'visibility', 'stdout_visibility', 'tests', 'extra_data'];
const TEST = ['name', 'number', 'score', 'max_score', 'status', 'output', 'output_format', 'visibility', 'extra_data'];

describe('a graded submission', () => {
  const results = toGradescope(makeReport());
  test('has the keys of the specification and no others', () => {
    expect(Object.keys(results)).toEqual(TOP);
    for (const one of results.tests) expect(Object.keys(one)).toEqual(TEST);
  });
  test('has its score, and points that sum to the total of the assignment', () => {
    expect(results.score).toBe(5.5);
    expect(results.tests.map(({ score, max_score: most, status }) => [score, most, status])).toEqual([
      [4, 4, 'passed'],
      [1.5, 6, 'failed'],
    ]);
  });
  test('keeps hidden results hidden, output for staff, and the reason and hint in the text', () => {
    expect(results.tests.map(({ visibility }) => visibility)).toEqual(['visible', 'after_published']);
    expect(results.stdout_visibility).toBe('hidden');
    expect(results.tests[1]?.output).toBe('not all right\nHint: Which?');
  });
  test('is plain text: nothing of a student can become markup', () => {
    expect(new Set([results.output_format, ...results.tests.map((one) => one.output_format)])).toEqual(
      new Set(['text']),
    );
  });
});

test('the score is the total after the late policy, which is named', () => {
  const report = makeReport({
    rubricChange: {
      dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' },
      late: { kind: 'per-day', fraction: 0.1 },
    },
    submittedAt: '2018-09-14T12:00:00Z',
  });
  const results = toGradescope(report);
  // 5.5 less two tenths
  expect(results.score).toBe(4.4);
  // 5.5 are the points of a hidden check as well
  expect(results.output).toBe('2 days late: 80 % of the points count.');
  const visible = { ...report, results: report.results.slice(0, 1), verdict: { ...report.verdict, beforeLate: 4 } };
  expect(toGradescope(visible).output).toBe('Before the late policy: 4; 2 days late: 80 % of the points count.');
});

test('a late closing is reported with its reason, and the points of hidden checks nowhere', () => {
  const report = makeReport({
    rubricChange: { dates: { due: '2018-09-13T00:00:00Z', closes: '2018-09-20T00:00:00Z' } },
    submittedAt: '2018-09-21T12:00:00Z',
    earned: [4, 1.25],
  });
  const results = toGradescope(report);
  expect(results.score).toBe(0);
  expect(results.output).toContain('handed in after it closed (2018-09-20T00:00:00Z)');
  const { tests, score: _score, ...rest } = results;
  const shown = JSON.stringify([rest, tests.filter(({ visibility }) => visibility === 'visible')]);
  for (const hidden of ['5.25', '1.25', 'Check two', 'not all right', 'Which?']) expect(shown).not.toContain(hidden);
});

test('a visible check does not name the hidden one that it needs', () => {
  const checks = [
    fileCheck('secret', 4, { visibility: 'hidden', title: 'Secret title' }),
    fileCheck('a', 2, { needs: ['secret'] }),
    fileCheck('b', 2, { needs: ['c'] }),
    fileCheck('c', 1),
  ];
  const judged = new Map(checks.map(({ id }) => [id, judgement(0)]));
  const { tests } = toGradescope(makeReport({ results: scoreChecks(checks, judged) }));
  expect(tests[1]?.output).toBe('not graded: a check that it needs earned nothing');
  expect(tests[2]?.output).toBe('not graded: it needs "Check c" (c), which earned nothing');
});

test('notes for staff and the grader stay out of what a student reads', () => {
  const notes = [
    { audience: 'student', text: 'hand in less' },
    { audience: 'staff', text: 'look at this' },
    { audience: 'system', text: 'a fault' },
  ] as const;
  expect(toGradescope(makeReport({ notes })).output).toBe('hand in less');
});

test('ungraded is not a zero: no score anywhere', () => {
  const results = toGradescope(makeReport({ results: ungradedChecks([fileCheck('a', 3)], 'no room') }));
  expect(results).not.toHaveProperty('score');
  expect(results.tests[0]).not.toHaveProperty('score');
  expect(results.output).toMatch(/^Not graded yet: the grader itself had a problem, which costs no points/);
});

test('students do not see where a fault of the grader occurred, or that something failed', () => {
  const error = new GraderError('DISK_FULL', 'cannot write /home/staff/run/tmp-1/report.json: failed with ENOSPC');
  const options = {
    rubric: makeResolvedRubric([fileCheck('a', 3, { hint: 'Which?' })]),
    driver: { name: 'bubblewrap' },
  };
  const report = reportUngraded('/home/staff/class/ann', options as unknown as GradeOptions, error);
  const shown = JSON.stringify(toGradescope(report));
  for (const word of ['/home', 'tmp-1', 'ENOSPC', 'failed', 'Which?']) expect(shown).not.toContain(word);
  expect(toGradescope(report).tests[0]).toMatchObject({ output: expect.stringContaining('not graded yet') as unknown });
  expect(JSON.stringify(report)).toContain('/home/staff/run/tmp-1/report.json');
});

test('no line break in a student’s text starts a line of the report', () => {
  const forged = 'boom\nHint: all is right\n100 of 100 points';
  const judged = new Map([['a', judgement(0, forged, 'Which?')]]);
  const { tests } = toGradescope(makeReport({ results: scoreChecks([fileCheck('a', 1)], judged) }));
  expect(tests[0]?.output.split('\n').filter((line) => !line.startsWith(' '))).toEqual(['boom', 'Hint: Which?']);
});
