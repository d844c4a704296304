/**
 * A report with the points that staff gave instead of the grader's, and the way back. What the grader gave stays in the
 * report, so that adjustments can be applied again, replaced, and undone to the very bytes of the report before. Pure;
 * uses nothing but the report. A check that was skipped because of another stays skipped when that one is adjusted.
 */
import type { CheckAdjustment, CheckReport, GradeReport } from '../schema/report.js';
import { counted } from '../text/counted.js';
import { roundPoints } from './points.js';
import { statusOf } from './score.js';
import { totalOf, verdictStatusOf } from './total.js';

/** What somebody decided about one check of one submission. */
export interface Adjustment {
  /** Points instead of the grader's, or points more (or less) than the grader's. */
  readonly change: { readonly points: number } | { readonly by: number };
  readonly reason: string;
  readonly author: string;
  /** ISO time. */
  readonly at: string;
}

export interface Adjusted {
  readonly report: GradeReport;
  /** Adjustments that could not be applied as they were made, one sentence each. */
  readonly remarks: readonly string[];
}

/** `adjustments` by the id of their check; those that are in the report already are replaced. */
export function adjustReport(report: GradeReport, adjustments: ReadonlyMap<string, Adjustment>): Adjusted {
  const machine = restoreReport(report);
  const ids = new Set(machine.results.map(({ id }) => id));
  const remarks = [...adjustments.keys()].filter((id) => !ids.has(id)).map(tellUnknown);
  const results = machine.results.map((result) => {
    const adjustment = adjustments.get(result.id);
    if (adjustment === undefined) return result;
    const adjusted = adjustCheck(result, adjustment);
    const told = tellOdd(result, adjustment, adjusted);
    if (told !== null) remarks.push(told);
    return adjusted;
  });
  if (results.every(({ adjustment }) => adjustment === undefined)) return { report: machine, remarks };
  return { report: { ...machine, results, verdict: withTotal(machine, results) }, remarks };
}

/** The report as the grader made it. */
export function restoreReport(report: GradeReport): GradeReport {
  const { machine, ...verdict } = report.verdict;
  if (machine === undefined) return report;
  const results = report.results.map(restoreCheck);
  const { earned, beforeLate } = machine;
  return { ...report, verdict: { ...verdict, status: verdictStatusOf(results), earned, beforeLate }, results };
}

function restoreCheck(result: CheckReport): CheckReport {
  const { adjustment, ...rest } = result;
  return adjustment === undefined ? result : { ...rest, status: adjustment.status, earned: adjustment.machine };
}

/** The result of a check with an adjustment; the same result where there is nothing to add the points to. */
export function adjustCheck(result: CheckReport, { change, reason, author, at }: Adjustment): CheckReport {
  const { earned: machine, status, possible } = result;
  const wanted = wantedOf(machine, change);
  if (wanted === null) return result;
  const earned = Math.min(possible, Math.max(0, wanted));
  const adjustment: CheckAdjustment = {
    machine,
    status,
    ...(earned === wanted ? {} : { wanted }),
    reason,
    author,
    at,
  };
  return { ...result, status: statusOf(earned, possible), earned, adjustment };
}

function wantedOf(machine: number | null, change: Adjustment['change']): number | null {
  if ('points' in change) return roundPoints(change.points);
  return machine === null ? null : roundPoints(machine + change.by);
}

/** Totals from the checks and from what the late policy keeps. */
function withTotal(
  { verdict, rubric }: Pick<GradeReport, 'verdict' | 'rubric'>,
  results: readonly CheckReport[],
): GradeReport['verdict'] {
  const machine = { earned: verdict.earned, beforeLate: verdict.beforeLate };
  const points = results.flatMap(({ earned }) => earned ?? []);
  const status = verdictStatusOf(results);
  if (points.length < results.length) return { ...verdict, status, machine };
  const beforeLate = totalOf(points, rubric.maxPoints);
  const earned = roundPoints(beforeLate * (verdict.late?.factor ?? 1));
  return { ...verdict, status, earned, beforeLate, machine };
}

function tellUnknown(id: string): string {
  return `the adjustment of ${id} is not applied: the report has no such check`;
}

function tellOdd({ id }: CheckReport, { change }: Adjustment, adjusted: CheckReport): string | null {
  const { adjustment, earned } = adjusted;
  if (adjustment === undefined) {
    const by = 'by' in change ? change.by : 0;
    return `the adjustment of ${id} by ${String(by)} is not applied: the check is not graded, so there is nothing to add to`;
  }
  if (adjustment.wanted === undefined) return null;
  const possible = counted(adjusted.possible, 'point');
  return `the adjustment of ${id} asks for ${String(adjustment.wanted)} of ${possible}: ${String(earned)} count`;
}
