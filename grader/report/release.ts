/**
 * Which results students may see besides the visible ones: those of a class that was published, and those whose due date
 * has passed. Pure: what has happened is an argument, so that equal inputs give equal pages. Hidden results are never
 * released.
 */
import type { CheckReport, GradeReport } from '../schema/report.js';

export interface Release {
  readonly afterDueDate: boolean;
  readonly afterPublished: boolean;
}

export const NOTHING_RELEASED: Release = { afterDueDate: false, afterPublished: false };

/** The report in which the results that are released are visible ones. */
export function releasedReport(report: GradeReport, release: Release): GradeReport {
  return { ...report, results: report.results.map((result) => releasedResult(result, release)) };
}

function releasedResult(result: CheckReport, { afterDueDate, afterPublished }: Release): CheckReport {
  const { visibility } = result;
  const isShown = visibility === 'after_published' ? afterPublished : visibility === 'after_due_date' && afterDueDate;
  return isShown ? { ...result, visibility: 'visible' } : result;
}

/**
 * What is released at a time. `publishedAt` is null if the class is not published. Without a time of handing in, a
 * report does not say until when its student may hand in: only publishing releases its results.
 */
export function releaseAt({ verdict }: Pick<GradeReport, 'verdict'>, publishedAt: string | null, now: Date): Release {
  const isPast = (time: string | undefined) => time !== undefined && Date.parse(time) <= now.getTime();
  const afterPublished = isPast(publishedAt ?? undefined);
  return { afterPublished, afterDueDate: afterPublished || isPast(verdict.late?.closes) };
}
