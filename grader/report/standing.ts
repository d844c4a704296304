/** The part of a report for the overview of a class: thousands of whole reports would not fit into memory. Pure. */
import type { CheckReport, GradeReport } from '../schema/report.js';

export interface Standing {
  readonly submission: Pick<GradeReport['submission'], 'id' | 'submittedAt' | 'timeFrom' | 'submitters'>;
  readonly verdict: GradeReport['verdict'];
  readonly results: readonly Pick<CheckReport, 'id' | 'title' | 'status' | 'earned' | 'summary' | 'adjustment'>[];
  readonly timing: Pick<GradeReport['timing'], 'wallMs'>;
}

/** Summaries are cut to one line of a terminal. */
const MOST_WORDS = 200;

export function standingOf({ submission, verdict, results, timing }: GradeReport): Standing {
  const { id, submittedAt, timeFrom, submitters } = submission;
  return {
    submission: { id, submittedAt, timeFrom, submitters },
    verdict,
    results: results.map(({ id: check, title, status, earned, summary, adjustment }) => ({
      id: check,
      title: copied(title),
      status,
      earned,
      summary: copied(summary),
      ...(adjustment === undefined ? {} : { adjustment }),
    })),
    timing: { wallMs: timing.wallMs },
  };
}

/** A copy: a part of a string keeps the whole of it in memory. */
function copied(text: string): string {
  return Buffer.from(text.slice(0, MOST_WORDS)).toString();
}
