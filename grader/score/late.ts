/** Applies the late policy. Relies on the submission's own time, and must not use the clock. */
import { GraderError } from '../errors.js';
import type { GradeReport } from '../schema/report.js';
import type { Rubric } from '../schema/rubric.js';
import { roundPoints } from './points.js';

export interface LateOutcome {
  readonly earned: number;
  readonly late: GradeReport['verdict']['late'];
}

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** Points after the policy. Without dates or a time of submission, nothing is deducted and `late` is null. */
export function applyLatePolicy(points: number, rubric: Rubric, submittedAt: string | null): LateOutcome {
  const { dates, late } = rubric;
  if (dates === undefined || submittedAt === null) return { earned: points, late: null };
  const at = Date.parse(submittedAt);
  // neither in time nor late: a person has to look
  if (Number.isNaN(at)) throw new GraderError('USAGE', `"${submittedAt}" is not a time of submission`);
  const over = at - Date.parse(dates.due);
  const daysLate = over > 0 ? Math.ceil(over / MS_PER_DAY) : 0;
  const closed = at > Date.parse(dates.closes);
  const policy = late?.kind ?? 'none';
  const tell = (factor: number, sentence: string): LateOutcome => ({
    earned: roundPoints(points * factor),
    late: { policy, daysLate, closed, factor, sentence },
  });
  if (closed)
    return tell(0, `handed in after it closed (${dates.closes}): the points before the policy are shown, 0 count`);
  if (daysLate === 0) return tell(1, 'in time');
  const share = shareKept(late, daysLate);
  const days = `${String(daysLate)} ${daysLate === 1 ? 'day' : 'days'} late`;
  return tell(
    share,
    share === 1 ? `${days}, without a deduction` : `${days}: ${String(roundPoints(100 * share))} % of the points count`,
  );
}

/**
 * The remark for staff if a rubric has dates and submissions have no time; otherwise null.
 */
export function tellUndated({ dates }: Rubric, undated: number, total: number): string | null {
  if (dates === undefined || undated === 0) return null;
  const whose = total === 1 ? 'the submission' : `${String(undated)} of ${String(total)} submissions`;
  const has = total === 1 || undated === 1 ? 'has' : 'have';
  return `${whose} ${has} no time of being handed in, so the dates of the rubric (due ${dates.due}, closes ${dates.closes}) took nothing off: give an export that says when (Gradescope's does), or grade one with --submitted-at`;
}

function shareKept(late: Rubric['late'], daysLate: number): number {
  switch (late?.kind) {
    case 'per-day':
      return Math.max(0, 1 - late.fraction * daysLate);
    case 'fraction':
      return late.keep;
    case 'none':
    case undefined:
      return 1;
  }
}
