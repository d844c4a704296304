/**
 * Grades one submission of a run again, for real, and puts the new report in the place of the old one, which is kept.
 * A grader that fails must not take a mark away: then nothing is changed.
 */
import { sha256 } from '../kept/digest.js';
import type { Executor } from '../batch/executor.js';
import type { Decided } from '../decided/decisions.js';
import { GraderError } from '../errors.js';
import type { FoundSubmission } from '../intake/class/find.js';
import type { GradeReport } from '../schema/report.js';
import type { Changing } from './changing.js';
import { changeOf, reasonsFor, type ReportChange } from './difference.js';
import { gradeAgain, whyUngraded, type GradingOptions } from './grading-again.js';
import { reportIn } from './run.js';

export interface Regraded {
  /** null if there was no report that can be read. */
  readonly before: GradeReport | null;
  readonly after: GradeReport;
  readonly change: ReportChange | null;
  /** Everything that is not the same for both reports, in words; empty if nothing is. */
  readonly reasons: readonly string[];
  /** The old report was not as it was written. It is kept. */
  readonly wasEdited: boolean;
}

export interface RegradeOptions extends GradingOptions {
  readonly executor: Executor;
  /** Whether a score that is published may become lower. */
  readonly mayLower: boolean;
  readonly reason: string | null;
  readonly by: string;
  /** ISO time. */
  readonly at: string;
}

/** Throws the fault of the grader if it could not be graded; the old report then stays. */
export async function regrade(
  submission: FoundSubmission,
  changing: Changing,
  options: RegradeOptions,
): Promise<Regraded> {
  const { id } = submission;
  const old = await reportIn(changing.run, id);
  const graded = await gradeAgain(submission, old, options.executor, options);
  const why = whyUngraded(graded.report);
  if (why !== null) throw notGraded(id, why);
  const because = options.reason ?? 'a person asked for it';
  const before = old.status === 'read' ? old.report : null;
  const lineOf = ({ report }: Decided, digest: string) => ({
    ...{ at: options.at, action: 'regrade' as const, by: options.by },
    details: {
      ...{ submission: id, reason: options.reason },
      before: old.status === 'read' ? { report: sha256(old.text), earned: old.report.verdict.earned } : null,
      after: { report: digest, earned: report.verdict.earned },
    },
  });
  const replaced = await changing.replace(
    { id, before: old },
    graded.report,
    { ...graded.entry, because },
    { ...options, onReplace: (decided, digest) => changing.announce(lineOf(decided, digest)) },
  );
  await changing.conclude(lineOf(replaced, replaced.digest));
  const { report: after } = replaced;
  const reasons = before === null ? [] : reasonsFor(before, after);
  const change = before === null ? null : changeOf(before, after);
  return { before, after, change, reasons, wasEdited: old.status === 'read' && old.isEdited };
}

function notGraded(id: string, why: string): GraderError {
  return new GraderError('SPAWN_FAILED', `${id} could not be graded again (${why}): its old report stays`, {
    advice: 'Run: tuxgrade doctor',
  });
}
