/**
 * Compares two runs of one homework, student by student, with why their marks may differ. Must not change anything; reads
 * one pair of reports at a time, because a class may not fit into memory.
 */
import { runPool } from '../batch/pool.js';
import { GraderError } from '../errors.js';
import { changeOf, isChanged, reasonsFor } from './difference.js';
import type { Changed, Changes } from './matrix.js';
import { knownReportIn, type FinishedRun } from './run.js';
import { Tally } from './tally.js';

/** Students in the order of the first run. */
export interface Comparison extends Changes {
  readonly changed: readonly (Changed & { readonly because: readonly string[] })[];
  /** In one run only. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
  /** A report of theirs cannot be read; `because` names the run. */
  readonly refused: readonly { readonly id: string; readonly because: string }[];
  /** A report of theirs is not as it was written; with the folder of the run. */
  readonly edited: readonly { readonly id: string; readonly folder: string }[];
}

const AT_A_TIME = 8;

/** Throws USAGE for runs of two homeworks. */
export async function compareRuns(before: FinishedRun, after: FinishedRun, signal?: AbortSignal): Promise<Comparison> {
  if (before.rubric.id !== after.rubric.id) {
    throw new GraderError(
      'USAGE',
      `${before.folder} is a run of ${before.rubric.id}, and ${after.folder} one of ${after.rubric.id}`,
      { advice: 'Give two runs of one homework.' },
    );
  }
  const [old, now] = [new Set(before.submissions), new Set(after.submissions)];
  const both = before.submissions.filter((id) => now.has(id));
  const order = new Map(both.map((id, index) => [id, index]));
  const tally = new Tally();
  const lists = { changed: [], refused: [], edited: [] } as {
    changed: (Changed & { because: string[] })[];
    refused: { id: string; because: string }[];
    edited: { id: string; folder: string }[];
  };
  await runPool(both, AT_A_TIME, signal, async (id) => {
    await comparePair(id, { before, after, tally, lists });
  });
  signal?.throwIfAborted();
  const inOrder = (one: { id: string }, other: { id: string }) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0);
  return {
    tally,
    changed: lists.changed.sort(inOrder),
    onlyBefore: before.submissions.filter((id) => !now.has(id)),
    onlyAfter: after.submissions.filter((id) => !old.has(id)),
    refused: lists.refused.sort(inOrder),
    edited: lists.edited.sort(inOrder),
  };
}

interface Pair {
  readonly before: FinishedRun;
  readonly after: FinishedRun;
  readonly tally: Tally;
  readonly lists: {
    readonly changed: (Changed & { because: string[] })[];
    readonly refused: { id: string; because: string }[];
    readonly edited: { id: string; folder: string }[];
  };
}

async function comparePair(id: string, { before, after, tally, lists }: Pair): Promise<void> {
  const [old, now] = [await knownReportIn(before, id), await knownReportIn(after, id)];
  for (const [run, read] of [
    [before, old],
    [after, now],
  ] as const) {
    if (read.status === 'refused') lists.refused.push({ id, because: `${read.because} (in ${run.folder})` });
    else if (read.isEdited) lists.edited.push({ id, folder: run.folder });
  }
  if (old.status === 'refused' || now.status === 'refused') return;
  tally.add(old.report, now.report);
  const change = changeOf(old.report, now.report);
  if (isChanged(change)) lists.changed.push({ id, change, because: reasonsFor(old.report, now.report) });
}

export interface SharedReasons {
  /** Reasons that hold for everybody whose mark changed. */
  readonly shared: readonly string[];
  /** The same students with the reasons that not everybody has. */
  readonly changed: readonly (Changed & { readonly because: readonly string[] })[];
}

/** A new rubric is the reason for everybody, and has to be told once. Pure. */
export function shareReasons(changed: Comparison['changed']): SharedReasons {
  const [first] = changed;
  const shared = (first?.because ?? []).filter((reason) => changed.every(({ because }) => because.includes(reason)));
  const own = changed.map((one) => ({ ...one, because: one.because.filter((reason) => !shared.includes(reason)) }));
  return { shared, changed: own };
}
