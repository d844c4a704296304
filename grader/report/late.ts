/** What a list of a class says of the late policy, which belongs to no check. Pure. */
import { shownPoints } from '../text/points.js';
import type { GradeReport } from '../schema/report.js';

/** null where it changed nothing: handed in in time, late without a deduction, or not graded. */
export function lateWords({ late, earned, beforeLate }: GradeReport['verdict']): string | null {
  // what came after the closing date counts nothing, even where there was nothing to count
  if (late === null || earned === null || (!late.closed && earned === beforeLate)) return null;
  return `${late.sentence} (${shownPoints(beforeLate)} before the policy)`;
}
