/**
 * Runs submissions of a finished run again, for real: the very submissions that the run was made of, with a rubric of
 * now. Relies on the places that run.json names.
 */
import { localExecutor, type Executor, type LocalOptions } from '../batch/executor.js';
import type { Entry } from '../batch/journal-lines.js';
import { lookAt } from '../batch/outside.js';
import { withRetries } from '../batch/retry.js';
import { inputsOf } from '../batch/run-folder.js';
import { GraderError } from '../errors.js';
import { handedInOf } from '../grading/again.js';
import { reportUngraded } from '../grading/grade.js';
import { intakeOf } from '../grading/take-in.js';
import { findSubmissions, type FoundSubmission } from '../intake/class/find.js';
import { fingerprintOf } from '../intake/fingerprint.js';
import { expectedPaths } from '../plan/expects.js';
import type { GradeReport } from '../schema/report.js';
import { readerStarter } from '../sandbox/reading/reader.js';
import type { HandedInNow } from './rejudge.js';
import type { FinishedRun, KeptReport } from './run.js';

export interface GradedAgain {
  /** Ungraded if the grader itself failed: it must not replace a report. */
  readonly report: GradeReport;
  /** What the journal is told of it, without the report's digest. */
  readonly entry: Omit<Entry, 'id' | 'report' | 'status'>;
}

export interface GradingOptions extends LocalOptions {
  /** For archives that have to be unpacked. */
  readonly workDir: string;
  /** Who handed in what and when, where that is no longer what a report says. */
  readonly handedIn?: HandedInNow | undefined;
}

/** The submissions of the run, by id, as they are now. Throws USAGE if the class is no longer where it was. */
export async function findAgain(
  { folder, source }: Pick<FinishedRun, 'folder' | 'source'>,
  { driver, signal, rubric, workDir }: GradingOptions,
): Promise<ReadonlyMap<string, FoundSubmission>> {
  if (source === null) {
    throw new GraderError('USAGE', `${folder} does not say where its submissions are`, {
      advice: 'Give the submission with --submission, or grade the class again into a new folder.',
    });
  }
  const startReader = readerStarter(driver, signal);
  const expects = expectedPaths(rubric.rubric);
  const found = await findSubmissions(source.submissions, { workDir, startReader, expects });
  return new Map(found.map((submission) => [submission.id, submission]));
}

/** An executor that retries when the grader fails. The caller must close it. */
export function gradingExecutor(options: GradingOptions): Executor {
  return withRetries(localExecutor(options), ({ path, ...job }, fault) =>
    reportUngraded(path, { ...options, ...job }, fault),
  );
}

/**
 * Who handed in the submission and when stay as the run knows them, unless newer lists say otherwise: `batch --resume` is
 * for a class that changed. Without a report to know it from, they are as they were found. Rejects as the executor does.
 */
export async function gradeAgain(
  found: FoundSubmission,
  before: KeptReport,
  executor: Executor,
  options: GradingOptions,
): Promise<GradedAgain> {
  const old = before.status === 'read' ? handedInOf(before.report) : {};
  const submission = { ...found, ...(options.handedIn?.get(found.id) ?? old) };
  const outside = await lookAt(submission);
  const report = await executor.run(submission);
  const intake = intakeOf({ ...options, open: submission.open }, options.workDir);
  const fingerprint = await fingerprintOf(submission, intake, report.submission.digest);
  return { report, entry: { submission: fingerprint, inputs: inputsOf(options.rubric), outside } };
}

/** Why the grader failed; null for a report that is graded. */
export function whyUngraded({ verdict, notes }: GradeReport): string | null {
  if (verdict.status !== 'ungraded') return null;
  return notes.find(({ audience }) => audience === 'system')?.text ?? 'the grader failed';
}
