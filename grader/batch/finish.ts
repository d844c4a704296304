/**
 * Finishes one submission of a run: keeps its result, grades it, or gives it up because the grader died on it. Relies on
 * recorded.ts to tell the journal; the report must be on the disk before its entry is given to it. Relies on decided/ for
 * what staff decided about it.
 */
import { join } from 'node:path';
import { GraderError } from '../errors.js';
import { decide, releaseOf, writeDecided, type Decided, type Decisions } from '../decided/decisions.js';
import type { FoundSubmission } from '../intake/class/find.js';
import { fingerprintOf } from '../intake/fingerprint.js';
import { reportUngraded } from '../grading/grade.js';
import type { GradeOptions } from '../grading/grading.js';
import { intakeOf } from '../grading/take-in.js';
import { sha256 } from '../kept/digest.js';
import { standingOf, type Standing } from '../report/standing.js';
import { toJson } from '../report/writers/files.js';
import { ensurePages, remakePages } from '../report/writers/pages.js';
import type { GradeReport } from '../schema/report.js';
import type { Executor } from './executor.js';
import { keepEarlier } from './earlier.js';
import type { Entry } from './journal-lines.js';
import type { Journal } from './journal.js';
import { judgeEntry, reportOf } from './kept.js';
import { lookAt } from './outside.js';
import { recorded, type Outcome } from './recorded.js';

export interface Run {
  readonly options: GradeOptions & {
    readonly out: string;
    readonly staffPages?: boolean | undefined;
    readonly onFinished?: (id: string, finished: number) => void;
  };
  readonly executor: Executor;
  readonly journal: Journal;
  readonly inputs: string;
  readonly workDir: string;
  readonly decisions: Decisions;
  /** When the run was started; what is released then is on pages. */
  readonly now: Date;
  readonly standings: Map<string, Standing>;
  readonly again: { id: string; because: string }[];
  readonly givenUp: string[];
  /** Decisions that could not be applied as they were made. */
  readonly undecided: string[];
  kept: number;
}

/** A submission, the folder of its report, and how it looks without being opened. */
interface Turn {
  readonly submission: FoundSubmission;
  readonly folder: string;
  readonly outside: string;
  readonly run: Run;
}

/** A submission is not tried again after this many starts without an end; the first may have been another's fault. */
const MOST_BEGUN = 2;

/** Adds no standing if the run was stopped in the meantime. */
export async function finish(submission: FoundSubmission, run: Run): Promise<void> {
  const { options, standings } = run;
  const { id } = submission;
  const outside = await lookAt(submission);
  const turn = { submission, folder: join(options.out, 'reports', id), outside, run };
  const standing = isHopeless(turn) ? await giveUp(turn) : await keepOrGrade(turn);
  if (standing === null) return;
  standings.set(id, standing);
  options.onFinished?.(id, standings.size);
}

/** Whether it was given up, or has to be, and has not changed since. */
function isHopeless({ submission: { id }, outside, run: { journal, inputs, executor } }: Turn): boolean {
  if (executor.isElsewhere === true) return false;
  const { entries, unfinished } = journal.read;
  const [entry, begun] = [entries.get(id), unfinished.get(id)];
  if (begun === undefined) return entry?.givenUp === true && entry.submission === outside && entry.inputs === inputs;
  return begun.times >= MOST_BEGUN && begun.begun === outside && begun.inputs === inputs;
}

async function keepOrGrade(turn: Turn): Promise<Standing | null> {
  const { submission, folder, outside, run } = turn;
  const { journal, inputs } = run;
  const { id } = submission;
  const entry = journal.read.entries.get(id);
  // a submission that looks the same was read before without killing the grader
  const isKnown = entry?.outside === outside && entry.inputs === inputs && !journal.read.unfinished.has(id);
  return await recorded(journal, { id, begun: outside, inputs }, async (start) => {
    // starts are told to find the submission that kills the grader; what runs elsewhere cannot
    const begin = run.executor.isElsewhere === true ? nothing : start;
    if (!isKnown) await begin();
    const before = await judgeEntry(entry, inputs, folder, () => fingerprintNow(turn));
    if (before.kept && entry !== undefined) {
      run.kept += 1;
      const since = await decidedSince(turn, entry);
      if (since !== null) return since;
      await refreshPages(turn);
      return { end: isKnown ? null : { ...entry, outside }, value: before.standing };
    }
    await begin();
    return await grade(turn, before.kept ? null : before.because);
  });
}

const nothing = () => Promise.resolve();

/** Applies what was decided and is not in the kept report yet, as when an adjustment was interrupted; otherwise null. */
async function decidedSince(turn: Turn, entry: Entry): Promise<Outcome<Standing> | null> {
  const { submission, folder, outside, run } = turn;
  if (!run.decisions.adjustments.has(submission.id)) return null;
  const report = await reportOf(folder, entry);
  if (report === null || toJson(decide(submission.id, report, run.decisions).report) === toJson(report)) return null;
  const written = await write(report, turn, true);
  const { status } = written.report.verdict;
  return { end: { ...entry, outside, report: sha256(written.text), status }, value: standingOf(written.report) };
}

/** Pages that were made before the class was published, or before a date, do not have what they may have now. */
export async function refreshPages({ folder, run }: Pick<Turn, 'folder' | 'run'>): Promise<void> {
  const { decisions, now, options } = run;
  const made = {
    staffPages: options.staffPages,
    releaseOf: (report: GradeReport) => releaseOf(report, decisions, now),
  };
  const mayHaveMore = decisions.publication !== null || hasDatedResults(options);
  await (mayHaveMore ? remakePages(folder, made) : ensurePages(folder, made));
}

function hasDatedResults({ rubric: { rubric } }: Pick<GradeOptions, 'rubric'>): boolean {
  return rubric.checks.some(({ visibility }) => visibility === 'after_due_date');
}

/** null if the run was stopped in the meantime. */
async function grade(turn: Turn, because: string | null): Promise<Outcome<Standing> | null> {
  const { submission, run } = turn;
  const { options, executor } = run;
  const machine = await executor.run(submission).catch((error: unknown) => {
    if (options.signal?.aborted === true) return null;
    throw error;
  });
  if (machine === null) return null;
  if (because !== null) run.again.push({ id: submission.id, because });
  const { report, text } = await write(machine, turn, because !== null);
  const fingerprint = await fingerprintNow(turn, report.submission.digest);
  const end = entryOf(turn, report, text, { submission: fingerprint, ...(because === null ? {} : { because }) });
  return { end, value: standingOf(report) };
}

async function giveUp(turn: Turn): Promise<Standing> {
  const { submission, folder, outside, run } = turn;
  run.givenUp.push(submission.id);
  const entry = run.journal.read.entries.get(submission.id);
  const there = entry?.givenUp === true ? await reportOf(folder, entry) : null;
  if (there !== null) {
    await refreshPages(turn);
    return standingOf(there);
  }
  const error = new GraderError(
    'INTERNAL',
    'it was started twice, and both times the grader died before it was finished: it is left out so that the others can be graded. `tuxgrade grade` shows what happens with this submission alone',
  );
  const ungraded = reportUngraded(submission.path, { ...run.options, ...submission }, error);
  const { report, text } = await write(ungraded, turn, entry !== undefined);
  await run.journal.append(entryOf(turn, report, text, { submission: outside, givenUp: true }));
  return standingOf(report);
}

function fingerprintNow({ submission, run: { options, workDir } }: Turn, digest?: string): Promise<string> {
  return fingerprintOf(submission, intakeOf({ ...options, open: submission.open }, workDir), digest);
}

function entryOf(
  { submission: { id }, outside, run: { inputs } }: Turn,
  { verdict: { status } }: GradeReport,
  text: string,
  own: Pick<Entry, 'submission' | 'givenUp' | 'because'>,
): Entry {
  return { id, inputs, report: sha256(text), status, outside, ...own };
}

/** Writes the report with what was decided about it. A full disk affects all submissions. */
async function write(
  machine: GradeReport,
  { submission: { id }, folder, run }: Turn,
  replaces: boolean,
): Promise<Decided & { readonly text: string }> {
  if (replaces) await keepEarlier(folder);
  const { decisions, now, options } = run;
  const decided = decide(id, machine, decisions);
  run.undecided.push(...decided.remarks);
  return { ...decided, text: await writeDecided(folder, decided, { decisions, now, staffPages: options.staffPages }) };
}
