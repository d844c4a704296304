/** Checks whether the points that staff gave and those that the grader gave agree within a report. Pure. */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { roundPoints } from './points.js';
import { hasNoPoints, statusOf } from './score.js';
import { totalOf } from './total.js';

type Scored = Pick<GradeReport, 'verdict' | 'results'> & { readonly rubric: Pick<GradeReport['rubric'], 'maxPoints'> };

/** The problems, one sentence each. Relies on points without adjustments having been checked. */
export function nonsenseOfAdjusted({ verdict, results, rubric }: Scored): string[] {
  const adjusted = results.filter(({ adjustment }) => adjustment !== undefined);
  if (verdict.machine === undefined) {
    return adjusted.map(({ id }) => `${id} is adjusted, and the verdict does not say what the grader gave`);
  }
  if (adjusted.length === 0) return ['the verdict says what the grader gave instead, and no check is adjusted'];
  return [...adjusted.flatMap(nonsenseOfCheck), ...nonsenseOfTotal(verdict.machine, { verdict, results, rubric })];
}

function nonsenseOfCheck({ id, status, earned, possible, adjustment }: CheckReport): string[] {
  if (adjustment === undefined || earned === null) return [`${id} is adjusted and has no points`];
  const { machine, status: before } = adjustment;
  if (statusOf(earned, possible) !== status) return [`${id} is ${status} with ${String(earned)} points`];
  const fits = machine === null ? hasNoPoints(before) : !hasNoPoints(before) && machine <= possible;
  return fits
    ? []
    : [`the grader's result of ${id} is ${before} with ${String(machine)} of ${String(possible)} points`];
}

/** What the grader gave must be what its own points sum to, or an adjustment could not be undone. */
function nonsenseOfTotal(
  machine: NonNullable<GradeReport['verdict']['machine']>,
  { verdict, results, rubric }: Scored,
): string[] {
  const points = results.flatMap(({ earned, adjustment }) => (adjustment ?? { machine: earned }).machine ?? []);
  const beforeLate = points.length < results.length ? null : totalOf(points, rubric.maxPoints);
  const earned = beforeLate === null ? null : roundPoints(beforeLate * (verdict.late?.factor ?? 1));
  if (machine.beforeLate === beforeLate && machine.earned === earned) return [];
  const [found, expected] = [machine, { earned, beforeLate }].map(
    (total) => `${String(total.earned)} (${String(total.beforeLate)} before the late policy)`,
  );
  return [`the grader's total is ${found ?? ''}, its checks have ${expected ?? ''}`];
}
