/**
 * Puts into a run what judging it again gave, and runs those of which too little was observed. Everything that it writes
 * belongs to one rubric; what could not be graded keeps its old report and is named.
 */
import { runPool } from '../batch/pool.js';
import { describeRubric, inputsOf, type RunSource } from '../batch/run-folder.js';
import type { Executor } from '../batch/executor.js';
import type { Entry } from '../batch/journal-lines.js';
import { GraderError } from '../errors.js';
import { decide, decisionsIn } from '../decided/decisions.js';
import type { FoundSubmission } from '../intake/class/find.js';
import { withHandedIn } from '../intake/fingerprint.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Changing } from './changing.js';
import { changeOf, isChanged, type ReportChange } from './difference.js';
import { gradeAgain, whyUngraded, type GradingOptions } from './grading-again.js';
import { rejudge, type NotJudged, type RejudgeOptions } from './rejudge.js';
import { reportIn, type FinishedRun } from './run.js';
import type { Tally } from './tally.js';

export interface Ran {
  readonly changed: readonly { readonly id: string; readonly change: ReportChange }[];
  /** Their old report stays. */
  readonly failed: readonly NotJudged[];
}

export interface RunningOptions extends GradingOptions {
  readonly executor: Executor;
  readonly found: ReadonlyMap<string, FoundSubmission>;
  /** Whether a score that is published may become lower. */
  readonly mayLower: boolean;
  /** Gets every pair of reports. */
  readonly tally: Tally;
}

/** Runs these submissions; with `changing`, their reports are replaced. */
export async function runThem(
  ids: readonly string[],
  { run, changing }: { readonly run: FinishedRun; readonly changing: Changing | null },
  options: RunningOptions,
): Promise<Ran> {
  const changed: { id: string; change: ReportChange }[] = [];
  const failed: NotJudged[] = [];
  const decisions = await decisionsIn(run.folder);
  await runPool(ids, options.jobs, options.signal, async (id) => {
    const submission = options.found.get(id);
    if (submission === undefined) {
      failed.push({ id, because: 'it is no longer among the submissions' });
      return;
    }
    const before = await reportIn(run, id);
    const { report, entry } = await gradeAgain(submission, before, options.executor, options);
    const why = whyUngraded(report);
    if (why !== null) {
      failed.push({ id, because: why });
      return;
    }
    const because = 'the rubric asks what was not observed';
    const decided =
      changing === null
        ? decide(id, report, decisions)
        : await changing.replace({ id, before }, report, { ...entry, because }, options).catch(refusal);
    if (decided instanceof GraderError) {
      failed.push({ id, because: decided.message });
      return;
    }
    if (before.status === 'refused') return;
    options.tally.add(before.report, decided.report);
    const change = changeOf(before.report, decided.report);
    if (isChanged(change)) changed.push({ id, change });
  });
  options.signal?.throwIfAborted();
  const inOrder = (one: { readonly id: string }, other: { readonly id: string }) =>
    ids.indexOf(one.id) - ids.indexOf(other.id);
  return { changed: changed.sort(inOrder), failed: failed.sort(inOrder) };
}

/** A score that must not become lower concerns one submission; other faults concern all. */
function refusal(error: unknown): GraderError {
  if (error instanceof GraderError && error.code === 'USAGE') return error;
  throw error;
}

/** Judges all but `except` again and writes; returns how many reports are not what they were. */
export async function applyRejudged(
  changing: Changing,
  except: ReadonlySet<string>,
  options: RejudgeOptions,
): Promise<number> {
  const inputs = inputsOf(options.rubric);
  let replaced = 0;
  await rejudge(changing.run, {
    ...options,
    onJudged: async (id, before, report) => {
      if (except.has(id)) return;
      const entry = changing.run.entries.get(id);
      const next =
        entry === undefined ? null : { ...entry, inputs, ...fingerprintNow(entry, options.handedIn?.get(id)) };
      const { isSame } = await changing.replace({ id, before }, report, next);
      if (!isSame) replaced += 1;
    },
  });
  return replaced;
}

/** Also with a newer roster, a run that is continued with it keeps what was judged with it, and one without it does not. */
function fingerprintNow(
  { submission }: Entry,
  handedIn: Parameters<typeof withHandedIn>[1] | undefined,
): Partial<Pick<Entry, 'submission'>> {
  return handedIn === undefined ? {} : { submission: withHandedIn(submission, handedIn) };
}

/** What run.json says of the rubric that the class was judged with now; `path` is where it is. */
export function factsOf(
  { source }: Pick<FinishedRun, 'source'>,
  { rubric, path, data }: { readonly rubric: ResolvedRubric; readonly path: string; readonly data: RunSource['data'] },
): Record<string, unknown> {
  return { ...describeRubric(rubric), source: source === null ? null : { ...source, rubric: path, data } };
}
