/** A report with a check of 4 points, an essay of 6 points that is given by hand, and 3 bonus points. */
import { judgeManual } from '../../grader/kinds/manual/judge.js';
import type { CheckOf } from '../../grader/schema/checks.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { scoreChecks } from '../../grader/score/score.js';
import { fileCheck, judgement, makeReport } from './reports.js';

export const ESSAY: CheckOf<'manual'> = {
  ...{ kind: 'manual', id: 'essay', title: 'Essay', points: 6, criteria: 'is it argued?', file: 'essay.pdf' },
};
const NOTHING = { files: [], documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map() };

export function openReport(
  change: Parameters<typeof makeReport>[0] = {},
  {
    code = 3,
    bonus = 2,
    visibility = 'visible' as const,
  }: { code?: number; bonus?: number; visibility?: 'visible' | 'hidden' } = {},
): GradeReport {
  const checks = [fileCheck('code', 4), { ...ESSAY, visibility }, fileCheck('extra', 3, { bonus: true })];
  const judged = new Map([
    ['code', judgement(code)],
    ['essay', judgeManual(ESSAY, NOTHING, {} as never)],
    ['extra', judgement(bonus)],
  ]);
  return makeReport({ results: scoreChecks(checks, judged), ...change });
}
