/** Checks whether the points that staff gave and those that the grader gave agree within a report. Pure. */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { roundPoints, sumPoints } from './points.js';
import { statusOf } from './score.js';

/** The problems, one sentence each. Relies on points without adjustments having been checked. */
export function nonsenseOfAdjusted({ verdict, results }: Pick<GradeReport, 'verdict' | 'results'>): string[] {
  const adjusted = results.filter(({ adjustment }) => adjustment !== undefined);
  if (verdict.machine === undefined) {
    return adjusted.map(({ id }) => `${id} is adjusted, and the verdict does not say what the grader gave`);
  }
  if (adjusted.length === 0) return ['the verdict says what the grader gave instead, and no check is adjusted'];
  return [...adjusted.flatMap(nonsenseOfCheck), ...nonsenseOfTotal(verdict.machine, { verdict, results })];
}

function nonsenseOfCheck({ id, status, earned, possible, adjustment }: CheckReport): string[] {
  if (adjustment === undefined || earned === null) return [`${id} is adjusted and has no points`];
  const { machine, status: before } = adjustment;
  if (statusOf(earned, possible) !== status) return [`${id} is ${status} with ${String(earned)} points`];
  const fits = machine === null ? before === 'ungraded' : before !== 'ungraded' && machine <= possible;
  return fits
    ? []
    : [`the grader's result of ${id} is ${before} with ${String(machine)} of ${String(possible)} points`];
}

/** What the grader gave must be what its own points sum to, or an adjustment could not be undone. */
function nonsenseOfTotal(
  machine: NonNullable<GradeReport['verdict']['machine']>,
  { verdict, results }: Pick<GradeReport, 'verdict' | 'results'>,
): string[] {
  const points = results.flatMap(({ earned, adjustment }) => (adjustment ?? { machine: earned }).machine ?? []);
  const beforeLate = points.length < results.length ? null : sumPoints(points);
  const earned = beforeLate === null ? null : roundPoints(beforeLate * (verdict.late?.factor ?? 1));
  if (machine.beforeLate === beforeLate && machine.earned === earned) return [];
  const [found, expected] = [machine, { earned, beforeLate }].map(
    (total) => `${String(total.earned)} (${String(total.beforeLate)} before the late policy)`,
  );
  return [`the grader's total is ${found ?? ''}, its checks have ${expected ?? ''}`];
}
