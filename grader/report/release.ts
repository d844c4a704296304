/**
 * Which results students may see besides the visible ones: those of a class that was published, and those whose due date
 * has passed. Pure: what has happened is an argument, so that equal inputs give equal pages. Hidden results are never
 * released.
 */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { counted } from '../text/counted.js';

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

/** Counts the reports with results that wait for their student's due date; pages show them when they are made after that. */
export class Waiting {
  #dated = 0;
  #undated = 0;
  #last = -Infinity;

  add({ results, verdict }: Pick<GradeReport, 'results' | 'verdict'>, { afterDueDate }: Release): void {
    if (afterDueDate || !results.some(({ visibility }) => visibility === 'after_due_date')) return;
    const closes = Date.parse(verdict.late?.closes ?? '');
    if (Number.isNaN(closes)) this.#undated += 1;
    else {
      this.#dated += 1;
      this.#last = Math.max(this.#last, closes);
    }
  }

  /** Sentences for staff; `run` is the folder as it is typed. */
  told(run: string): string[] {
    const [dated, undated] = [this.#dated, this.#undated].map((count) => counted(count, 'submission'));
    const last = `the last closes ${new Date(Math.max(0, this.#last)).toISOString()}`;
    const again = `pages show them when they are made after that, as with: tuxgrade pages ${run}`;
    return [
      ...(this.#dated === 0
        ? []
        : [`After the due date, results of ${dated ?? ''} are shown as well (${last}): ${again}`]),
      ...(this.#undated === 0
        ? []
        : [`Results of ${undated ?? ''} wait for a due date that is not known: only publishing shows them`]),
    ];
  }
}
