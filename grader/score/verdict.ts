/**
 * Computes the total of a submission, before and after the late policy. There is no total if a check is ungraded; what
 * the late policy says is told all the same, for a person who grades that check by hand.
 */
import type { HandedIn } from '../dates/handed-in.js';
import type { CheckReport, GradeReport } from '../schema/report.js';
import type { Rubric } from '../schema/rubric.js';
import { applyLatePolicy } from './late.js';
import { sumPoints } from './points.js';

export function verdictOf(
  results: readonly CheckReport[],
  rubric: Pick<Rubric, 'dates' | 'late'>,
  handedIn: Pick<HandedIn, 'submittedAt' | 'terms'>,
): GradeReport['verdict'] {
  const possible = sumPoints(results.map((result) => result.possible));
  const points = results.flatMap(({ earned }) => (earned === null ? [] : [earned]));
  if (points.length < results.length) {
    const { submittedAt, ...terms } = handedIn;
    const { late } = applyLatePolicy(0, rubric, { ...terms, submittedAt: isTime(submittedAt) ? submittedAt : null });
    return { status: 'ungraded', earned: null, possible, beforeLate: null, late };
  }
  const beforeLate = sumPoints(points);
  const { earned, late } = applyLatePolicy(beforeLate, rubric, handedIn);
  return { status: 'graded', earned, possible, beforeLate, late };
}

/** A report that says that something went wrong must not fail for a time that nobody can read. */
function isTime(text: string | null): boolean {
  return text !== null && !Number.isNaN(Date.parse(text));
}
