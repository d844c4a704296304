/** The part of a report for the overview of a class: thousands of whole reports would not fit into memory. Pure. */
import type { CheckReport, GradeReport } from '../schema/report.js';

export interface Standing {
  readonly submission: Pick<GradeReport['submission'], 'id' | 'submittedAt' | 'submitters'>;
  readonly verdict: GradeReport['verdict'];
  readonly results: readonly Pick<CheckReport, 'id' | 'status' | 'earned' | 'summary'>[];
}

/** Summaries are cut to one line of a terminal. */
const MOST_WORDS = 200;

export function standingOf({ submission, verdict, results }: GradeReport): Standing {
  const { id, submittedAt, submitters } = submission;
  return {
    submission: { id, submittedAt, submitters },
    verdict,
    results: results.map(({ id: check, status, earned, summary }) => ({
      id: check,
      status,
      earned,
      // a copy: a part of a string keeps the whole of it in memory
      summary: Buffer.from(summary.slice(0, MOST_WORDS)).toString(),
    })),
  };
}
