/**
 * Applies the late policy. Relies on the submission's own time and on the dates of its student, and must not use the
 * clock. Days are units of 24 hours after the due instant, so that clocks that change in between give or take nothing.
 */
import type { HandedIn, Terms } from '../dates/handed-in.js';
import { GraderError } from '../errors.js';
import type { GradeReport } from '../schema/report.js';
import type { LatePolicy, Rubric } from '../schema/rubric.js';
import { counted } from '../text/counted.js';
import { keptBy, type Kept } from './kept-share.js';
import { roundPoints } from './points.js';

export interface LateOutcome {
  readonly earned: number;
  readonly late: GradeReport['verdict']['late'];
}

/** The instants that apply, and how they are written. */
interface Dates {
  readonly due: string;
  readonly closes: string;
}

const MS_PER_MINUTE = 60 * 1000;
const MS_PER_DAY = 24 * 60 * MS_PER_MINUTE;

/** Points after the policy. Without dates or a time of submission, nothing is deducted and `late` is null. */
export function applyLatePolicy(
  points: number,
  rubric: Pick<Rubric, 'dates' | 'late'>,
  { submittedAt, terms = {} }: Pick<HandedIn, 'submittedAt' | 'terms'>,
): LateOutcome {
  const dates = datesFor(rubric, terms);
  if (dates === null || submittedAt === null) return { earned: points, late: null };
  const at = Date.parse(submittedAt);
  // neither in time nor late: a person has to look
  if (Number.isNaN(at)) throw new GraderError('USAGE', `"${submittedAt}" is not a time of submission`);
  const policy = rubric.late ?? { kind: 'none' };
  const grace = (policy.graceMinutes ?? 0) * MS_PER_MINUTE;
  const over = at - Date.parse(dates.due);
  const daysLate = over > grace ? Math.ceil(over / MS_PER_DAY) : 0;
  const closed = at > Date.parse(dates.closes) + grace;
  const { factor, lateDays } = keptBy(policy, closed ? null : daysLate, terms.lateDaysLeft);
  const told = closed ? tellClosed(dates) : tellDays(policy, over, daysLate, { factor, lateDays });
  return {
    earned: roundPoints(points * factor),
    late: {
      ...{ policy: policy.kind, ...dates, daysLate, closed, factor },
      ...(lateDays === undefined ? {} : { lateDays }),
      sentence: `${told}${tellOwn(dates, terms)}`,
    },
  };
}

function tellOwn({ due, closes }: Dates, terms: Terms): string {
  const isOwn = terms.due !== undefined || terms.closes !== undefined;
  return isOwn ? `; the dates of this student count: due ${due}, closes ${closes}` : '';
}

/** null if the rubric has no dates: dates of students alone are not used. */
export function datesFor({ dates }: Pick<Rubric, 'dates'>, { due, closes }: Terms): Dates | null {
  return dates === undefined ? null : { due: due ?? dates.due, closes: closes ?? dates.closes };
}

function tellClosed({ closes }: Dates): string {
  return `handed in after it closed (${closes}): the points before the policy are shown, 0 count`;
}

function tellDays({ graceMinutes }: LatePolicy, over: number, daysLate: number, { factor, lateDays }: Kept): string {
  if (daysLate === 0) {
    return over > 0
      ? `in time, within the grace of ${counted(graceMinutes ?? 0, 'minute')} after it was due`
      : 'in time';
  }
  const days = `${counted(daysLate, 'day')} late`;
  const share = `${String(roundPoints(100 * factor))} % of the points count`;
  if (lateDays !== undefined) {
    const paid = `${days}: ${counted(lateDays.used, 'late day')} used, ${String(lateDays.left)} left`;
    return factor === 1 ? paid : `${paid}; ${share}`;
  }
  return factor === 1 ? `${days}, without a deduction` : `${days}: ${share}`;
}

/** The remark for staff if a rubric has dates and submissions have no time; otherwise null. */
export function tellUndated({ dates }: Rubric, undated: number, total: number): string | null {
  if (dates === undefined || undated === 0) return null;
  const whose = total === 1 ? 'the submission' : `${String(undated)} of ${String(total)} submissions`;
  const has = total === 1 || undated === 1 ? 'has' : 'have';
  return `${whose} ${has} no time of being handed in, so the dates of the rubric (due ${dates.due}, closes ${dates.closes}) took nothing off: give an export that says when (Gradescope's does), a roster with a column "submitted" (--roster), or grade one with --submitted-at`;
}
