/**
 * Judges a whole class again from its observations. Must not run anything of a submission, and must not write: it says
 * what would change.
 */
import { runPool } from '../batch/pool.js';
import { decide, decisionsIn, type Decisions } from '../decided/decisions.js';
import type { handedInOf } from '../grading/again.js';
import { judgeAgain } from '../grading/again.js';
import { planFor } from '../plan/plan.js';
import type { GradeReport } from '../schema/report.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import { changeOf, isChanged, type ReportChange } from './difference.js';
import { reportIn, type FinishedRun, type KeptReport } from './run.js';
import { Tally } from './tally.js';

export interface RejudgeOptions {
  readonly rubric: ResolvedRubric;
  /** sha256 of the programs that run in the sandbox now. */
  readonly programs: string;
  readonly signal?: AbortSignal | undefined;
  /** Who handed in what and when, where that is no longer what a report says. */
  readonly handedIn?: HandedInNow | undefined;
  /** Called with every report that was judged again, without what staff decided about it, in no order. */
  readonly onJudged?: (id: string, before: KeptReport, report: GradeReport) => Promise<void>;
  readonly onFinished?: (finished: number) => void;
}

/** By the id of the submission. */
export type HandedInNow = ReadonlyMap<string, ReturnType<typeof handedInOf>>;

export interface NotJudged {
  readonly id: string;
  readonly because: string;
}

/** In the order of the class. */
export interface Rejudged {
  readonly judged: number;
  readonly tally: Tally;
  readonly changed: readonly { readonly id: string; readonly change: ReportChange }[];
  /** What the rubric asks now was not observed: they have to be run. */
  readonly notObserved: readonly NotJudged[];
  /** Submissions whose report cannot be read. */
  readonly refused: readonly NotJudged[];
  /** Submissions whose report was changed by hand since it was written. */
  readonly edited: readonly string[];
}

/** Reads and decompresses while it judges: the latter takes one core. */
const AT_A_TIME = 8;

type One =
  | { readonly status: 'judged'; readonly change: ReportChange | null; readonly isEdited: boolean }
  | { readonly status: 'not-observed' | 'refused'; readonly because: string };

export async function rejudge(run: FinishedRun, options: RejudgeOptions): Promise<Rejudged> {
  const plan = planFor(options.rubric, { visibleOnly: false });
  const all = new Map<string, One>();
  const tally = new Tally();
  const decisions = await decisionsIn(run.folder);
  await runPool(run.submissions, AT_A_TIME, options.signal, async (id) => {
    all.set(id, await rejudgeOne(id, run, { ...options, plan, tally, decisions }));
    options.onFinished?.(all.size);
  });
  options.signal?.throwIfAborted();
  return { ...summed(run.submissions, all), tally };
}

async function rejudgeOne(
  id: string,
  run: FinishedRun,
  options: RejudgeOptions & Parameters<typeof judgeAgain>[2] & { readonly tally: Tally; readonly decisions: Decisions },
): Promise<One> {
  const read = await reportIn(run, id);
  if (read.status === 'refused') return read;
  const { report: before, isEdited } = read;
  const address = before.environment.observations;
  if (address === undefined) return notObserved(whyNothing(before));
  const found = await run.store.get(address);
  if (found.status === 'missing') return notObserved('its observations are no longer there');
  if (found.status === 'damaged') return notObserved('its observations are damaged');
  const again = judgeAgain(found.text, before, options, options.handedIn?.get(id));
  if (again.status === 'not-observed') return notObserved(again.because.join('; '));
  await options.onJudged?.(id, read, again.report);
  // compared with what will be written: with the points that staff give
  const { report } = decide(id, again.report, options.decisions);
  options.tally.add(before, report);
  const change = changeOf(before, report);
  return { status: 'judged', change: isChanged(change) ? change : null, isEdited };
}

function whyNothing({ verdict }: GradeReport): string {
  return verdict.status === 'ungraded' ? 'it was left ungraded' : 'no observations of it were kept';
}

const notObserved = (because: string): One => ({ status: 'not-observed', because });

function summed(ids: readonly string[], all: ReadonlyMap<string, One>): Omit<Rejudged, 'tally'> {
  const pairs = ids.flatMap((id) => {
    const one = all.get(id);
    return one === undefined ? [] : [{ id, one }];
  });
  const told = (status: One['status']) =>
    pairs.flatMap(({ id, one }) => (one.status === status && 'because' in one ? [{ id, because: one.because }] : []));
  return {
    judged: pairs.filter(({ one }) => one.status === 'judged').length,
    changed: pairs.flatMap(({ id, one }) =>
      one.status === 'judged' && one.change !== null ? [{ id, change: one.change }] : [],
    ),
    notObserved: told('not-observed'),
    refused: told('refused'),
    edited: pairs.flatMap(({ id, one }) => (one.status === 'judged' && one.isEdited ? [id] : [])),
  };
}
