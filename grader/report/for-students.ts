/**
 * Reports and results as their student may read them. Visible results must not reveal non-visible ones: neither their
 * points, nor their names, nor a total. A fault of the grader is reported without paths of its machine, which are in
 * report.json for staff. The results of checks that are not visible keep their points, because a course system shows them when their
 * time has come: a page that is handed out at once must leave these results out.
 */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { needSentence } from '../score/score.js';
import { withoutHiddenText } from './hidden-text.js';
import { toldEvidence } from './told.js';

const NOT_YET = 'not graded yet: the grader itself had a problem, and no points are lost';
const NEEDS_ANOTHER = 'not graded: a check that it needs earned nothing';

/** All results, in their order. */
export function forStudents({ results }: Pick<GradeReport, 'results'>): CheckReport[] {
  const hidden = new Set(results.filter(isHidden).map(({ title, id }) => needSentence(title, id)));
  return results.map((result): CheckReport => {
    if (result.status === 'ungraded') {
      const { hint: _hint, ...rest } = result;
      return { ...rest, summary: NOT_YET, evidence: { type: 'none' } };
    }
    const isTold = result.status !== 'skipped' || !hidden.has(result.summary);
    const cleaned = isTold ? withoutHiddenText(result) : { ...result, summary: NEEDS_ANOTHER };
    return isHidden(result) ? { ...cleaned, evidence: toldEvidence(cleaned.evidence) } : cleaned;
  });
}

/** The whole report, from which everything is made that students get. */
export function reportForStudents(report: GradeReport): GradeReport {
  const { results, notes, output, environment, rubric } = report;
  const { timeRemarks: _forStaff, ...submission } = report.submission;
  const { seed, ...course } = rubric;
  return {
    ...report,
    submission,
    // with it, samples of hidden checks could be made again
    rubric: seed === undefined || results.some(isHidden) ? course : rubric,
    results: forStudents(report),
    notes: notes.filter(({ audience }) => audience === 'student'),
    output: { stdout: output.stdout, stderr: output.stderr },
    environment: { ...environment, seeds: shownSeeds(report) },
  };
}

/** The seeds of sample sets that visible results name. */
function shownSeeds({ results, environment }: GradeReport): GradeReport['environment']['seeds'] {
  const shown = results.flatMap((result) =>
    !isHidden(result) && result.evidence.type === 'comparison' ? result.evidence.samples.map(({ id }) => id) : [],
  );
  const sets = new Set(shown.map((id) => id.replace(/-\d+$/, '')));
  return Object.fromEntries(Object.entries(environment.seeds).filter(([name]) => sets.has(name)));
}

export function isHidden({ visibility }: Pick<CheckReport, 'visibility'>): boolean {
  return visibility !== 'visible';
}
