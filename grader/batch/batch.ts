/**
 * Grades a class and survives: each report is on the disk, and then in the journal, before it counts as finished. One
 * submission's failure never touches another; what was finished before is neither lost nor done again.
 */
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { GraderError } from '../errors.js';
import type { FoundSubmission } from '../intake/find.js';
import { fingerprintOf } from '../intake/fingerprint.js';
import { intakeOf, reportUngraded, type GradeOptions } from '../pipeline.js';
import { standingOf, type Standing } from '../report/standing.js';
import { writeAtomically } from '../report/writers/atomic.js';
import { toJson, writeReport, writeScores } from '../report/writers/files.js';
import type { GradeReport } from '../schema/report.js';
import { makeTemporary, removeTemporary, sweepTemporary } from '../temporary.js';
import { localExecutor, type Executor } from './executor.js';
import { JOURNAL, openJournal, type Journal } from './journal.js';
import { digestOf, judgeEntry } from './kept.js';
import { lockFolder } from './lock.js';
import { runPool } from './pool.js';
import { assertMayBegin, describeRun, inputsOf } from './run-folder.js';

export interface BatchOptions extends GradeOptions {
  readonly out: string;
  readonly jobs: number;
  /** Go on with the run that is in `out`, if there is one. */
  readonly resume?: boolean;
  /** Called after every submission that is finished, graded now or before. */
  readonly onFinished?: (id: string, finished: number) => void;
}

export interface BatchResult {
  /** In the order of the submissions; without those that were not finished when the run was stopped. */
  readonly standings: readonly Standing[];
  readonly stopped: boolean;
  /** Submissions that were finished before and are kept as they are. */
  readonly kept: number;
  /** What was finished before and was graded again, and why. */
  readonly again: readonly { readonly id: string; readonly because: string }[];
  /** What is wrong with the journal, in words. */
  readonly damage: readonly string[];
}

interface Run {
  readonly options: BatchOptions;
  readonly executor: Executor;
  readonly journal: Journal;
  readonly inputs: string;
  readonly workDir: string;
  readonly standings: Map<string, Standing>;
  readonly again: { id: string; because: string }[];
  kept: number;
}

/**
 * Throws USAGE for a folder that another run has, or that holds one that is not to be resumed; DISK_FULL when results
 * cannot be kept. Whatever is thrown, what was finished stays.
 */
export async function gradeBatch(found: readonly FoundSubmission[], options: BatchOptions): Promise<BatchResult> {
  assertIdsDiffer(found);
  const { out, rubric, driver, jobs } = options;
  const lock = await lockFolder(out);
  try {
    sweepTemporary();
    await assertMayBegin(out, rubric, options.resume ?? false);
    const journal = await openJournal(join(out, JOURNAL));
    const executor = localExecutor(options);
    const workDir = makeTemporary();
    try {
      const submissions = found.map(({ id }) => id);
      const facts = describeRun({ rubric, driver: driver.name, jobs, submissions });
      await writeAtomically(join(out, 'run.json'), toJson(facts));
      const standings = new Map<string, Standing>();
      const run: Run = { options, executor, journal, inputs: inputsOf(rubric), standings, workDir, again: [], kept: 0 };
      await runPool(found, executor.jobs, options.signal, (submission) => finish(submission, run));
      const finished = found.flatMap(({ id }) => standings.get(id) ?? []);
      await writeScores(out, finished);
      const { kept, again } = run;
      const { damage } = journal.read;
      return { standings: finished, stopped: finished.length < found.length, kept, again, damage };
    } finally {
      await Promise.all([executor.close(), journal.close(), removeTemporary(workDir)]);
    }
  } finally {
    await lock.release();
  }
}

/** Keeps or grades one submission. */
async function finish(submission: FoundSubmission, run: Run): Promise<void> {
  const { options, journal, inputs, standings } = run;
  const { id } = submission;
  const folder = join(options.out, 'reports', id);
  const before = await judgeEntry(journal.read.entries.get(id), inputs, folder, () =>
    fingerprintOf(submission, intakeOf(options, run.workDir)),
  );
  if (before.kept) {
    run.kept += 1;
    standings.set(id, before.standing);
  } else {
    const standing = await grade(submission, folder, before.because, run);
    if (standing === null) return;
    standings.set(id, standing);
  }
  options.onFinished?.(id, standings.size);
}

/** null when the run was stopped meanwhile. */
async function grade(
  submission: FoundSubmission,
  folder: string,
  because: string | null,
  { options, executor, journal, inputs, again, workDir }: Run,
): Promise<Standing | null> {
  const { id } = submission;
  const report = await executor.run(submission).catch((error: unknown) => {
    if (options.signal?.aborted === true) return null;
    throw error;
  });
  if (report === null) return null;
  if (because !== null) {
    await keepOld(folder);
    again.push({ id, because });
  }
  const { written, text } = await writeSound(report, submission, folder, options);
  await journal.append({
    id,
    submission: await fingerprintOf(submission, intakeOf(options, workDir), written.submission.digest),
    inputs,
    report: digestOf(text),
    status: written.verdict.status,
    ...(because === null ? {} : { because }),
  });
  return standingOf(written);
}

/** The report that is replaced stays beside the new one. */
async function keepOld(folder: string): Promise<void> {
  await rename(join(folder, 'report.json'), join(folder, 'report.before.json')).catch((error: unknown) => {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
  });
}

/** A report that must not be written is one submission's fault of the grader; a full disk is everybody's. */
async function writeSound(
  report: GradeReport,
  submission: FoundSubmission,
  folder: string,
  options: BatchOptions,
): Promise<{ written: GradeReport; text: string }> {
  try {
    return { written: report, text: await writeReport(folder, report) };
  } catch (error) {
    if (!(error instanceof GraderError) || error.code !== 'INTERNAL') throw error;
    const written = reportUngraded(submission.path, { ...options, ...submission }, error);
    return { written, text: await writeReport(folder, written) };
  }
}

/** Each has a folder of its own: with one id twice, one student's report would stand for two. */
function assertIdsDiffer(found: readonly FoundSubmission[]): void {
  const seen = new Set<string>();
  for (const { id } of found) {
    if (seen.has(id)) throw new GraderError('USAGE', `two submissions have the id ${id}`, { advice: 'Rename one.' });
    seen.add(id);
  }
}
