/**
 * Computes the total of a submission, before and after the late policy. There is no total if a check is ungraded or open; what
 * the late policy says is told all the same, for a person who grades that check by hand.
 */
import type { HandedIn } from '../dates/handed-in.js';
import type { CheckReport, GradeReport } from '../schema/report.js';
import type { Rubric } from '../schema/rubric.js';
import { applyLatePolicy } from './late.js';
import { possibleOf, totalOf, verdictStatusOf } from './total.js';

export function verdictOf(
  results: readonly CheckReport[],
  rubric: Pick<Rubric, 'dates' | 'late' | 'maxPoints'>,
  handedIn: Pick<HandedIn, 'submittedAt' | 'terms'>,
): GradeReport['verdict'] {
  const possible = possibleOf(results);
  const points = results.flatMap(({ earned }) => (earned === null ? [] : [earned]));
  if (points.length < results.length) {
    const { submittedAt, ...terms } = handedIn;
    const { late } = applyLatePolicy(0, rubric, { ...terms, submittedAt: isTime(submittedAt) ? submittedAt : null });
    return { status: verdictStatusOf(results), earned: null, possible, beforeLate: null, late };
  }
  const beforeLate = totalOf(points, rubric.maxPoints);
  const { earned, late } = applyLatePolicy(beforeLate, rubric, handedIn);
  return { status: 'graded', earned, possible, beforeLate, late };
}

/** A report that says that something went wrong must not fail for a time that nobody can read. */
function isTime(text: string | null): boolean {
  return text !== null && !Number.isNaN(Date.parse(text));
}
