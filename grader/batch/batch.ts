/**
 * Grades a class so that a crash loses nothing: each report is on the disk, and then in the journal, before it counts
 * as finished. A failure of one submission must not affect another; finished submissions must not be lost or graded
 * again.
 */
import { join } from 'node:path';
import { GraderError } from '../errors.js';
import { decisionsIn } from '../decided/decisions.js';
import type { FoundSubmission } from '../intake/class/find.js';
import { reportUngraded } from '../grading/grade.js';
import type { GradeOptions } from '../grading/grading.js';
import { remarksOnClass } from '../grading/notes.js';
import { Store } from '../kept/store.js';
import { classCauses, type ClassCauses } from '../report/class-causes.js';
import type { Standing } from '../report/standing.js';
import { writeAtomically } from '../atomic.js';
import { toJson, writeScores } from '../report/writers/files.js';
import { handedInNothing } from '../report/missing.js';
import { writeClassPage } from '../report/writers/pages.js';
import type { MissingStudent } from '../stages/student.js';
import { makePassable, removeTemporary, sweepTemporary } from '../temporary.js';
import { standingsBefore } from './before.js';
import { localExecutor, type Executor, type LocalOptions } from './executor.js';
import { finish, type Run } from './finish.js';
import { JOURNAL, openJournal } from './journal.js';
import { lockFolder } from './lock.js';
import { keeperOf } from './keeper.js';
import { runPool } from './pool.js';
import { withRetries } from './retry.js';
import { assertSameClass, missingWithout, noLongerIn, stayIn } from './staying.js';
import { assertMayBegin, describeRun, inputsOf, OBSERVATIONS, type RunSource } from './run-folder.js';

export interface BatchOptions extends GradeOptions {
  readonly out: string;
  readonly jobs: number;
  /** Continue the run in `out`, if there is one. */
  readonly resume?: boolean;
  /** Also writes staff.html beside each report. */
  readonly staffPages?: boolean | undefined;
  /** From what the class can be graded again (`regrade`); default: it cannot. */
  readonly source?: RunSource | undefined;
  /** The lists that times, dates and names are from, as run.json is to name them. */
  readonly lists?: object | undefined;
  /** The folder in which observations are kept; default: `observations` in the folder of the run. */
  readonly store?: string | undefined;
  /** The folder of the run of the submissions before, for what became of their mistakes. */
  readonly previous?: string | undefined;
  /** Run every model, even if its answers are known; default: false. */
  readonly modelsAnew?: boolean;
  /** Makes the executor that grades the submissions; default: this process. */
  readonly executor?: ((options: LocalOptions) => Executor) | undefined;
  /** Students of a roster who handed in nothing. */
  readonly missing?: readonly MissingStudent[];
  /** Called after every finished submission, whether it was graded now or before. */
  readonly onFinished?: (id: string, finished: number) => void;
}

export interface BatchResult {
  /**
   * In the order of the submissions, without those that were not finished when the run was stopped; those that are no longer
   * in the class come last.
   */
  readonly standings: readonly Standing[];
  /** The ids of submissions that were finished before and are no longer in the class; their results stay. */
  readonly gone: readonly string[];
  /** Students of a roster who handed in nothing. */
  readonly missing: readonly MissingStudent[];
  readonly stopped: boolean;
  /** What they lost points for, and what became of the causes of the submissions before. */
  readonly causes: ClassCauses;
  /** The number of submissions that were finished before and are kept. */
  readonly kept: number;
  /** Submissions that were finished before and were graded again, and why. */
  readonly again: readonly { readonly id: string; readonly because: string }[];
  /** Submissions that are left ungraded because the grader died on each of them twice. */
  readonly givenUp: readonly string[];
  /** Damage in the journal, in words. */
  readonly damage: readonly string[];
  /** Remarks about the class as a whole, independent of its submissions. */
  readonly remarks: readonly string[];
}

/**
 * Throws USAGE for a folder that another run uses, or that contains a run that must not be resumed; DISK_FULL if
 * results cannot be stored. Finished submissions are kept, whatever is thrown.
 */
export async function gradeBatch(found: readonly FoundSubmission[], options: BatchOptions): Promise<BatchResult> {
  assertIdsDiffer(found);
  const { out, rubric } = options;
  const lock = await lockFolder(out);
  try {
    sweepTemporary();
    await assertMayBegin(out, rubric, options.resume ?? false);
    const journal = await openJournal(join(out, JOURNAL));
    const observed = new Store(options.store ?? join(out, OBSERVATIONS));
    const { keep, tellLost } = keeperOf(observed);
    const evaluations = options.modelsAnew === true ? undefined : observed.evaluations;
    const executor = withRetries((options.executor ?? localExecutor)({ ...options, keep, evaluations }), (job, fault) =>
      reportUngraded(job.path, { ...options, ...job }, fault),
    );
    // archives are read in the sandbox, also to find out whether they have changed
    const workDir = makePassable();
    try {
      const gone = await noLongerIn(out, found);
      await assertSameClass(out, { source: options.source, gone });
      const standings = new Map<string, Standing>();
      const decisions = await decisionsIn(out);
      const empty = { again: [], givenUp: [], undecided: [] };
      const given = { options, executor, journal, inputs: inputsOf(rubric), workDir, decisions, now: new Date() };
      const run: Run = { ...given, standings, kept: 0, ...empty };
      const stays = await stayIn(run, gone);
      const missing = missingWithout(options.missing ?? [], stays.standings);
      const remarks = await describe([...found.map(({ id }) => id), ...gone], { ...options, found, missing });
      await finishAll(found, run);
      const finished = found.flatMap(({ id }) => standings.get(id) ?? []);
      const all = [...finished, ...stays.standings];
      const before = await standingsBefore(out, all, options.previous ?? null);
      await writeScores(out, all, missing);
      await writeClassPage(out, {
        ...{ title: rubric.rubric.title, standings: all, before },
        missing: [...missingOf(found, standings), ...stays.missing, ...missing.map(handedInNothing)],
      });
      const { kept, again, givenUp, undecided } = run;
      const { damage } = journal.read;
      const stopped = finished.length < found.length;
      const told = [...remarks, ...tellLost(), ...decisions.damage, ...undecided];
      const causes = classCauses(all, before);
      return { standings: all, gone, missing, causes, stopped, kept, again, givenUp, damage, remarks: told };
    } finally {
      await Promise.all([executor.close(), journal.close(), removeTemporary(workDir)]);
    }
  } finally {
    await lock.release();
  }
}

/** Writes run.json; returns remarks about the class. */
async function describe(
  submissions: readonly string[],
  {
    out,
    rubric,
    driver,
    jobs,
    found,
    missing,
    ...options
  }: BatchOptions & { readonly found: readonly FoundSubmission[]; readonly missing: readonly MissingStudent[] },
): Promise<readonly string[]> {
  const remarks = remarksOnClass(rubric, found);
  const [source, store] = [options.source ?? null, options.store ?? null];
  const [lists, previous] = [options.lists ?? null, options.previous ?? null];
  const own = { source, lists, store, previous };
  const described = { rubric, driver: driver.name, jobs, submissions, missing, remarks, ...own };
  await writeAtomically(join(out, 'run.json'), toJson(describeRun(described)));
  return remarks;
}

async function finishAll(found: readonly FoundSubmission[], run: Run): Promise<void> {
  const { executor, journal, options } = run;
  const one = (submission: FoundSubmission) => finish(submission, run);
  // submissions that were running when the grader died are graded first and alone, to find the one that kills it
  const isSuspect = ({ id }: FoundSubmission) => executor.isElsewhere !== true && journal.read.unfinished.has(id);
  const suspect = found.filter(isSuspect);
  const rest = found.filter((submission) => !isSuspect(submission));
  await runPool(suspect, 1, options.signal, one);
  await runPool(rest, executor.jobs, options.signal, one);
}

function missingOf(found: readonly FoundSubmission[], standings: ReadonlyMap<string, Standing>) {
  const missing = found.filter(({ id }) => !standings.has(id));
  return missing.map(({ id }) => ({ id, because: 'not finished when the run was stopped' }));
}

/** Each submission has its own folder: if an id occurred twice, two students would share one report. */
function assertIdsDiffer(found: readonly FoundSubmission[]): void {
  const seen = new Set<string>();
  for (const { id } of found) {
    if (seen.has(id)) throw new GraderError('USAGE', `two submissions have the id ${id}`, { advice: 'Rename one.' });
    seen.add(id);
  }
}
