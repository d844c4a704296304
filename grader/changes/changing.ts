/**
 * Changes a run: replaces reports, keeps the old ones, and tells the journal, so that a run that is continued keeps what
 * was changed. Holds the lock of the run from `begin` to `end`. Must not decide what a mark is: decided/ applies what staff
 * decided to whatever is written.
 */
import { join } from 'node:path';
import { standingsBeforeIn } from '../batch/before.js';
import { keepEarlier } from '../batch/earlier.js';
import type { Entry } from '../batch/journal-lines.js';
import { JOURNAL, openJournal, type Journal } from '../batch/journal.js';
import { sha256 } from '../kept/digest.js';
import { lockFolder, type Lock } from '../batch/lock.js';
import { decide, decisionsIn, isPublished, writeDecided, type Decided, type Decisions } from '../decided/decisions.js';
import { GraderError } from '../errors.js';
import { handedInNothing, missingIn } from '../report/missing.js';
import { toJson, writeScores } from '../report/writers/files.js';
import { writeClassPage } from '../report/writers/pages.js';
import { writeAtomically } from '../atomic.js';
import type { GradeReport } from '../schema/report.js';
import { shownPoints } from '../text/points.js';
import type { AuditLine } from '../decided/audit-lines.js';
import { appendAudit } from '../decided/audit.js';
import { announce, carryOut, conclude, recordDecision } from '../decided/record.js';
import type { UnderWay } from '../decided/under-way.js';
import type { Total } from './difference.js';
import { folderOf, openRun, type FinishedRun, type KeptReport } from './run.js';
import { standingsIn } from './standings.js';
import { directionOf } from './tally.js';

export interface Replaced extends Decided {
  /** sha256 of report.json. */
  readonly digest: string;
  /** The report that was there was this one. */
  readonly isSame: boolean;
}

/** A submission, and its report as it was read under the lock. */
export interface Replacing {
  readonly id: string;
  readonly before: KeptReport;
}

export interface ReplaceOptions {
  /** Called when it will be replaced, before anything is written. */
  readonly onReplace?: ((decided: Decided, digest: string) => Promise<void>) | undefined;
  /** Whether a score that is out may become lower; default: true. */
  readonly mayLower?: boolean;
}

export class Changing {
  readonly run: FinishedRun;
  /** When the change began; what is released then is on pages. */
  readonly now: Date;
  #decisions: Decisions;
  readonly #lock: Lock;
  readonly #journal: Journal;

  private constructor(run: FinishedRun, now: Date, parts: { decisions: Decisions; lock: Lock; journal: Journal }) {
    this.run = run;
    this.now = now;
    this.#decisions = parts.decisions;
    this.#lock = parts.lock;
    this.#journal = parts.journal;
  }

  /** What staff decided until now. */
  get decisions(): Decisions {
    return this.#decisions;
  }

  /** Throws USAGE if the folder is not that of a run, or if another process is changing it. */
  static async begin(folder: string, now = new Date()): Promise<Changing> {
    // before the lock, which would leave its file in a folder that is something else
    await openRun(folder);
    const lock = await lockFolder(folder);
    try {
      // what a command before could not finish
      await carryOut(folder);
      const decisions = await decisionsIn(folder);
      const run = await openRun(folder);
      return new Changing(run, now, { decisions, lock, journal: await openJournal(join(folder, JOURNAL)) });
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.#journal.close();
    await this.#lock.release();
  }

  /** When this resolves, the decision is made, and what is written from then on follows it. */
  async decide(decision: UnderWay): Promise<void> {
    await recordDecision(this.run.folder, decision);
    this.#decisions = await decisionsIn(this.run.folder);
  }

  /** Says in the trail what is about to be done, so that an interruption leaves its line. */
  async announce(line: UnderWay['audit']): Promise<void> {
    await announce(this.run.folder, line);
  }

  /** Of what was announced, when it is done. */
  async conclude(line: UnderWay['audit']): Promise<void> {
    await conclude(this.run.folder, line);
  }

  /**
   * Writes the report of `id` with what staff decided about it, and all that is made of it; `before`, the report that is
   * there, is kept. Returns what was written. `entry` is what the journal is told of it, without the report's digest; null if a run
   * that is continued must not keep it. Throws USAGE, and writes nothing, if the scores are out and this one would be lower,
   * unless `mayLower` is set.
   */
  async replace(
    { id, before }: Replacing,
    machine: GradeReport,
    entry: Omit<Entry, 'id' | 'report' | 'status'> | null,
    { mayLower = true, onReplace }: ReplaceOptions = {},
  ): Promise<Replaced> {
    const folder = folderOf(this.run, id);
    const decided = decide(id, machine, this.decisions);
    if (!mayLower && before.status === 'read') this.#assertNotLower(id, before.report, decided.report);
    const text = toJson(decided.report);
    await onReplace?.(decided, sha256(text));
    const isSame = before.status === 'read' && before.text === text;
    if (!isSame) await keepEarlier(folder);
    const digest = sha256(await writeDecided(folder, decided, this));
    const { status } = decided.report.verdict;
    if (entry !== null) await this.#journal.append({ ...entry, id, report: digest, status });
    return { ...decided, digest, isSame };
  }

  /** Tells the journal of a report that was written otherwise. */
  async record(entry: Entry): Promise<void> {
    await this.#journal.append(entry);
  }

  /** Whether the scores are out and this one would become lower. */
  isLowered(before: Pick<Total, 'earned'>, after: Pick<Total, 'earned'>): boolean {
    return isPublished(this.decisions, this.now) && directionOf(before.earned, after.earned) === 'down';
  }

  #assertNotLower(id: string, { verdict: before }: GradeReport, { verdict: after }: GradeReport): void {
    if (!this.isLowered(before, after)) return;
    const [from, to] = [shownPoints(before.earned), shownPoints(after.earned)];
    throw new GraderError('USAGE', `the scores are out, and this would lower ${id} from ${from} to ${to}`, {
      advice: 'Add --allow-lower if that is meant.',
    });
  }

  /** Writes again what is about the class as a whole, from the reports as they are now. */
  async writeClass(
    facts: Readonly<Record<string, unknown>> = {},
    submissions: readonly string[] = this.run.submissions,
  ): Promise<void> {
    const { run } = this;
    const { standings, missing, title } = await standingsIn(run, submissions);
    const all = { ...run.facts, ...facts };
    await writeAtomically(join(run.folder, 'run.json'), toJson(all));
    const absent = missingIn(all);
    await writeScores(run.folder, standings, absent);
    const before = await standingsBeforeIn(run.folder, all, standings);
    const unread = [...missing, ...absent.map(handedInNothing)];
    await writeClassPage(run.folder, { title, standings, missing: unread, before });
  }

  async audit(line: Omit<AuditLine, 'number'>): Promise<void> {
    await appendAudit(this.run.folder, line);
  }
}
