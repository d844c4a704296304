/**
 * Grades a class and survives: each report is on the disk, and then in the journal, before it counts as finished. One
 * submission's failure never touches another; what was finished before is neither lost nor done again.
 */
import { join } from 'node:path';
import { GraderError } from '../errors.js';
import type { FoundSubmission } from '../intake/class/find.js';
import { reportUngraded } from '../grading/grade.js';
import type { GradeOptions } from '../grading/grading.js';
import { remarksOnClass } from '../grading/notes.js';
import type { Standing } from '../report/standing.js';
import { writeAtomically } from '../report/writers/atomic.js';
import { toJson, writeScores } from '../report/writers/files.js';
import { makePassable, removeTemporary, sweepTemporary } from '../temporary.js';
import { localExecutor, type Executor, type LocalOptions } from './executor.js';
import { finish, type Run } from './finish.js';
import { JOURNAL, openJournal } from './journal.js';
import { lockFolder } from './lock.js';
import { runPool } from './pool.js';
import { withRetries } from './retry.js';
import { assertMayBegin, describeRun, inputsOf } from './run-folder.js';

export interface BatchOptions extends GradeOptions {
  readonly out: string;
  readonly jobs: number;
  /** Go on with the run that is in `out`, if there is one. */
  readonly resume?: boolean;
  /** Makes what grades the submissions; default: this process. */
  readonly executor?: (options: LocalOptions) => Executor;
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
  /** Left ungraded because the grader died of each of them twice. */
  readonly givenUp: readonly string[];
  /** What is wrong with the journal, in words. */
  readonly damage: readonly string[];
  /** What holds for the class as a whole, in words: said once, whatever it has of submissions. */
  readonly remarks: readonly string[];
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
    const executor = withRetries((options.executor ?? localExecutor)(options), (job, fault) =>
      reportUngraded(job.path, { ...options, ...job }, fault),
    );
    // what is packed is read in the sandbox, also to see whether it changed
    const workDir = makePassable();
    try {
      const submissions = found.map(({ id }) => id);
      const remarks = remarksOnClass(rubric, found);
      const facts = describeRun({ rubric, driver: driver.name, jobs, submissions, remarks });
      await writeAtomically(join(out, 'run.json'), toJson(facts));
      const standings = new Map<string, Standing>();
      const lists = { again: [], givenUp: [] };
      const run: Run = { options, executor, journal, inputs: inputsOf(rubric), standings, workDir, kept: 0, ...lists };
      const { signal } = options;
      const one = (submission: FoundSubmission) => finish(submission, run);
      // what was under way when the grader died goes first and alone, so that it is known of which it dies
      const suspect = found.filter(({ id }) => journal.read.unfinished.has(id));
      const rest = found.filter(({ id }) => !journal.read.unfinished.has(id));
      await runPool(suspect, 1, signal, one);
      await runPool(rest, executor.jobs, signal, one);
      const finished = found.flatMap(({ id }) => standings.get(id) ?? []);
      await writeScores(out, finished);
      const { kept, again, givenUp } = run;
      const { damage } = journal.read;
      const stopped = finished.length < found.length;
      return { standings: finished, stopped, kept, again, givenUp, damage, remarks };
    } finally {
      await Promise.all([executor.close(), journal.close(), removeTemporary(workDir)]);
    }
  } finally {
    await lock.release();
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
