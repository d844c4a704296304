/**
 * A result as its student may read it. What is not visible is known by nothing that is: neither by its points, nor by
 * its name, nor by a total. A fault of the grader is told as one, without the places of its machine; staff have them in
 * report.json.
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
