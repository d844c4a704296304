/**
 * Totals of results: bonus points come on top of what is possible, up to the most that the rubric allows. Whether a total
 * is final follows from the results. Pure.
 */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { sumPoints } from './points.js';

type Result = Pick<CheckReport, 'status' | 'earned' | 'possible' | 'bonus'>;

/** What the checks are worth without bonus. */
export function possibleOf(results: readonly Pick<CheckReport, 'possible' | 'bonus'>[]): number {
  return sumPoints(results.flatMap(({ possible, bonus }) => (bonus === true ? [] : [possible])));
}

/** `maxPoints` is the most with bonus, before the late policy; by default, all of it counts. */
export function totalOf(points: readonly number[], maxPoints = Infinity): number {
  return Math.min(maxPoints, sumPoints(points));
}

/** A fault of the grader comes before what only waits for a person. */
export function verdictStatusOf(results: readonly Pick<CheckReport, 'status'>[]): GradeReport['verdict']['status'] {
  if (results.some(({ status }) => status === 'ungraded')) return 'ungraded';
  return results.some(({ status }) => status === 'open') ? 'open' : 'graded';
}

export interface SoFar {
  readonly earned: number;
  /** Of the checks that have points, without bonus. */
  readonly possible: number;
  /** The points that are given by hand and still open. */
  readonly open: number;
}

/** What the checks that have points sum to, before the late policy. */
export function soFar(results: readonly Result[], maxPoints?: number): SoFar {
  const done = results.filter(({ earned }) => earned !== null);
  const open = results.filter(({ status }) => status === 'open');
  return {
    earned: totalOf(
      done.flatMap(({ earned }) => earned ?? []),
      maxPoints,
    ),
    possible: possibleOf(done),
    open: sumPoints(open.map(({ possible }) => possible)),
  };
}
