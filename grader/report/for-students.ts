/**
 * Reports and results as their student may read them. Visible results must not reveal non-visible ones: neither their
 * points, nor their names, nor a total. A fault of the grader is reported without paths of its machine, which are in
 * report.json for staff. The results of checks that are not visible keep their points, because a course system shows them when their
 * time has come: a page that is handed out at once must leave these results out. Who adjusted points is for staff.
 */
import { kindNamed } from '../kinds/index.js';
import type { CheckReport, Evidence, GradeReport } from '../schema/report.js';
import { needSentence } from '../score/score.js';
import { withoutHiddenText } from './hidden-text.js';
import { NOTHING_RELEASED, releasedReport, type Release } from './release.js';

const NOT_YET = 'not graded yet: the grader itself had a problem, and no points are lost';
const NEEDS_ANOTHER = 'not graded: a check that it needs earned nothing';

/** All results, in their order. */
export function forStudents({ results }: Pick<GradeReport, 'results'>): CheckReport[] {
  const hidden = new Set(results.filter(isHidden).map(({ title, id }) => needSentence(title, id)));
  return results.map(withoutAuthor).map((result): CheckReport => {
    if (result.status === 'ungraded') {
      const { hint: _hint, ...rest } = result;
      return { ...rest, summary: NOT_YET, evidence: { type: 'none' } };
    }
    const isTold = result.status !== 'skipped' || !hidden.has(result.summary);
    const cleaned = isTold ? withoutHiddenText(result) : { ...result, summary: NEEDS_ANOTHER };
    return { ...cleaned, evidence: toldEvidence(cleaned) };
  });
}

/** What may be told of the evidence; nothing of a kind that this version does not have. */
function toldEvidence(result: CheckReport): Evidence {
  const parts = kindNamed(result.kind)?.evidence;
  const told = isHidden(result) ? parts?.hidden : parts?.visible;
  return told?.(result.evidence) ?? { type: 'none' };
}

/** The reason and the points are told of results that may be seen. */
function withoutAuthor(result: CheckReport): CheckReport {
  const { adjustment, ...rest } = result;
  if (adjustment === undefined) return result;
  return isHidden(result) ? rest : { ...rest, adjustment: { ...adjustment, author: 'staff' } };
}

declare const FILTERED: unique symbol;
/** A report without what students may not be told yet. Only reportForStudents makes it. */
export type StudentReport = GradeReport & { readonly [FILTERED]: true };

/**
 * The whole report, from which everything is made that students get. Results that are released are visible ones in it.
 */
export function reportForStudents(whole: GradeReport, release: Release = NOTHING_RELEASED): StudentReport {
  const report = releasedReport(whole, release);
  const { results, notes, output, environment, rubric } = report;
  const { seed, ...course } = rubric;
  const { machine, ...verdict } = report.verdict;
  const { timeRemarks: _forStaff, ...submission } = report.submission;
  const told: GradeReport = {
    ...report,
    submission,
    // a total that differs from it would tell of points that may not be seen
    verdict: machine === undefined || results.some(isHidden) ? verdict : { ...verdict, machine },
    // with it, samples of hidden checks could be made again
    rubric: seed === undefined || results.some(isHidden) ? course : rubric,
    results: forStudents(report),
    notes: notes.filter(({ audience }) => audience === 'student'),
    output: { stdout: output.stdout, stderr: output.stderr },
    environment: { ...environment, seeds: shownSeeds(report) },
  };
  return told as StudentReport;
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
