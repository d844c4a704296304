/**
 * Changes a run: replaces reports, keeps the old ones, and tells the journal, so that a run that is continued keeps what
 * was changed. Holds the lock of the run from `begin` to `end`. Must not decide what a mark is.
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { keepEarlier } from '../batch/earlier.js';
import type { Entry } from '../batch/journal-lines.js';
import { JOURNAL, openJournal, type Journal } from '../batch/journal.js';
import { digestOf } from '../batch/kept.js';
import { lockFolder, type Lock } from '../batch/lock.js';
import { standingOf, type Standing } from '../report/standing.js';
import { toJson, writeReport, writeScores } from '../report/writers/files.js';
import { writeClassPage } from '../report/writers/pages.js';
import { writeAtomically } from '../atomic.js';
import type { GradeReport } from '../schema/report.js';
import { appendAudit, type AuditLine } from './audit.js';
import { folderOf, openRun, reportIn, type FinishedRun } from './run.js';

export interface Replaced {
  readonly report: GradeReport;
  /** sha256 of report.json. */
  readonly digest: string;
  /** The report that was there was this one. */
  readonly isSame: boolean;
}

export class Changing {
  readonly run: FinishedRun;
  readonly #lock: Lock;
  readonly #journal: Journal;

  private constructor(run: FinishedRun, lock: Lock, journal: Journal) {
    this.run = run;
    this.#lock = lock;
    this.#journal = journal;
  }

  /** Throws USAGE if the folder is not that of a run, or if another process is changing it. */
  static async begin(folder: string): Promise<Changing> {
    // before the lock, which would leave its file in a folder that is something else
    await openRun(folder);
    const lock = await lockFolder(folder);
    try {
      return new Changing(await openRun(folder), lock, await openJournal(join(folder, JOURNAL)));
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  async end(): Promise<void> {
    await this.#journal.close();
    await this.#lock.release();
  }

  /**
   * Writes the report of `id` and all that is made of it; the report that was there is kept. Returns what was written.
   * `entry` is what the journal is told of it, without the report's digest; null if too little is known of the submission,
   * which is then graded again by a run that is continued.
   */
  async replace(
    id: string,
    report: GradeReport,
    entry: Omit<Entry, 'id' | 'report' | 'status'> | null,
  ): Promise<Replaced> {
    const folder = folderOf(this.run, id);
    const before = await reportIn(this.run, id);
    const isSame = before.status === 'read' && before.text === toJson(report);
    if (!isSame) await keepEarlier(folder);
    const staffPages = await exists(join(folder, 'staff.html'));
    const text = await writeReport(folder, report, { staffPages });
    const digest = digestOf(text);
    if (entry !== null) await this.#journal.append({ ...entry, id, report: digest, status: report.verdict.status });
    return { report, digest, isSame };
  }

  /** Writes again what is about the class as a whole, from the reports as they are now. */
  async writeClass(facts: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const { run } = this;
    const standings: Standing[] = [];
    const missing: { id: string; because: string }[] = [];
    let title = run.rubric.id;
    for (const id of run.submissions) {
      const read = await reportIn(run, id);
      if (read.status === 'refused') missing.push({ id, because: read.because });
      else {
        ({ title } = read.report.rubric);
        standings.push(standingOf(read.report));
      }
    }
    await writeAtomically(join(run.folder, 'run.json'), toJson({ ...run.facts, ...facts }));
    await writeScores(run.folder, standings);
    await writeClassPage(run.folder, { title, standings, missing });
  }

  async audit(line: Omit<AuditLine, 'number'>): Promise<void> {
    await appendAudit(this.run.folder, line);
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
