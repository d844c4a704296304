/** The part of a report for the overview of a class: thousands of whole reports would not fit into memory. Pure. */
import type { CheckReport, GradeReport } from '../schema/report.js';
import { mistakesIn } from './named-mistakes.js';

/** What is absent is not so. */
export interface StandingResult extends Pick<
  CheckReport,
  'id' | 'title' | 'status' | 'earned' | 'summary' | 'hint' | 'adjustment'
> {
  /** Names of the mistakes that its numbers show. */
  readonly mistakes?: readonly string[];
  /** The student sees it without anything being published. */
  readonly isShown?: boolean;
  /** It failed before anything was compared: a file is missing, the code threw. */
  readonly isUnassessed?: boolean;
}

export interface Standing {
  readonly submission: Pick<GradeReport['submission'], 'id' | 'digest' | 'submittedAt' | 'timeFrom' | 'submitters'>;
  readonly verdict: GradeReport['verdict'];
  readonly results: readonly StandingResult[];
  readonly timing: Pick<GradeReport['timing'], 'wallMs'>;
}

/** Summaries are cut to one line of a terminal. */
const MOST_WORDS = 200;

export function standingOf({ submission, verdict, results, timing }: GradeReport): Standing {
  const { id, digest, submittedAt, timeFrom, submitters } = submission;
  return {
    submission: { id, digest, submittedAt, timeFrom, submitters },
    verdict,
    results: results.map(resultOf),
    timing: { wallMs: timing.wallMs },
  };
}

function resultOf({ id, title, status, earned, summary, adjustment, ...rest }: CheckReport): StandingResult {
  const { evidence, hint, visibility } = rest;
  const mistakes = mistakesIn(evidence);
  const hasFault = evidence.type === 'error' || (evidence.type === 'comparison' && evidence.error !== undefined);
  return {
    ...{ id, title: copied(title), status, earned, summary: copied(summary) },
    ...(hint === undefined || status === 'passed' ? {} : { hint: copied(hint) }),
    ...(mistakes.length === 0 ? {} : { mistakes: mistakes.map(copied) }),
    ...(visibility === 'visible' ? { isShown: true } : {}),
    ...(hasFault ? { isUnassessed: true } : {}),
    ...(adjustment === undefined ? {} : { adjustment }),
  };
}

/** A copy: a part of a string keeps the whole of it in memory. */
function copied(text: string): string {
  return Buffer.from(text.slice(0, MOST_WORDS)).toString();
}
