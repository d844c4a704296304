/** Reports for tests of writers, built by the grader's own builder. */
import type { Judgement } from '../../grader/checks/judging/judge.js';
import { buildReport, type ReportFacts } from '../../grader/report/build.js';
import type { Check } from '../../grader/schema/checks.js';
import type { GradeReport } from '../../grader/schema/report.js';
import type { Rubric } from '../../grader/schema/rubric.js';
import { scoreChecks } from '../../grader/score/score.js';
import { makeResolvedRubric } from './resolved-rubric.js';

export const fileCheck = (id: string, points: number, more: Partial<Check> = {}): Check =>
  ({ kind: 'files', id, title: `Check ${id}`, points, files: [], ...more }) as Check;

/** A judgement with these points and this summary. */
export const judgement = (earned: number, summary = 'because', hint?: string): Judgement => ({
  earned,
  summary,
  evidence: { type: 'none' },
  ...(hint === undefined ? {} : { hint }),
});

/** The report of two checks with 4 and 6 points, the second of them hidden; every part can be changed. */
export function makeReport(
  change: Partial<ReportFacts> & {
    readonly rubricChange?: Partial<Rubric>;
    readonly earned?: readonly [number, number];
  } = {},
): GradeReport {
  const { rubricChange = {}, earned = [4, 1.5], ...facts } = change;
  const checks = [fileCheck('one', 4), fileCheck('two', 6, { visibility: 'after_published' })];
  const resolved = makeResolvedRubric(checks);
  const [first, second] = earned;
  return buildReport({
    id: 'alice',
    digest: 'd'.repeat(64),
    files: 2,
    bytes: 100,
    submittedAt: null,
    kept: null,
    submitters: [],
    rubric: { ...resolved, rubric: { ...resolved.rubric, ...rubricChange } },
    results: scoreChecks(
      checks,
      new Map([
        ['one', judgement(first, 'all right')],
        ['two', judgement(second, 'not all right', 'Which?')],
      ]),
    ),
    notes: [],
    driver: 'bubblewrap',
    grader: '0.0.0',
    node: 'v20',
    observations: null,
    startedAt: '2018-09-13T00:00:00.000Z',
    wallMs: 12.3,
    ...facts,
  });
}
