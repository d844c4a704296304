/** Whole reports with evidence of each type, for the pages of tests. */
import type { CheckReport, GradeReport } from '../../grader/schema/report.js';
import { evidenceOfEach, KINDS_OF_EACH } from './evidence-of-each.js';
import { makeReport } from './reports.js';

/** One result for each type of evidence; `text` stands wherever a student's, or a rubric's, can. */
export function resultsOfEach(text: string, change: Partial<CheckReport> = {}): CheckReport[] {
  return evidenceOfEach(text).map((evidence, index) => ({
    ...{
      id: `c${String(index)}`,
      title: text,
      kind: KINDS_OF_EACH[index] ?? '',
      status: 'partial',
      earned: 1,
      possible: 2,
    },
    ...{ visibility: 'visible', summary: text, evidence, hint: text },
    ...change,
  }));
}

export function reportOf(results: readonly CheckReport[], change: Partial<GradeReport> = {}): GradeReport {
  return { ...makeReport({}), results: [...results], ...change };
}
