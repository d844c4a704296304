/**
 * Results as their student may read them. Visible results must not reveal non-visible ones: neither their points, nor
 * their names, nor a total. A fault of the grader is reported without paths of its machine, which are in report.json
 * for staff.
 */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { needSentence } from '../score/score.js';
import { withoutHiddenText } from './hidden-text.js';

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
    return isTold ? withoutHiddenText(result) : { ...result, summary: NEEDS_ANOTHER };
  });
}

export function isHidden({ visibility }: Pick<CheckReport, 'visibility'>): boolean {
  return visibility !== 'visible';
}
