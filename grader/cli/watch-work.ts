/**
 * `tuxgrade precheck --watch`: checks a student's work again whenever it is saved. What the next check needs is started
 * before the work is saved; student code gets a new process each time. A result of files that were saved meanwhile is
 * not told.
 */
import { EXIT, GraderError, type ExitCode } from '../errors.js';
import { gradeOne, poolFor, type GradeReport, type WarmPool } from '../index.js';
import type { GradeOptions } from '../grading/grading.js';
import { printable } from '../report/printable.js';
import { counted } from '../text/counted.js';
import { showNames } from '../files/names.js';
import { changedPaths, type Look } from '../workspace/stamps.js';
import { Watching } from '../workspace/watching.js';

export interface WatchedWork {
  /** Absolute path. */
  readonly submission: string;
  readonly options: GradeOptions;
  /** What is printed of a report. */
  readonly tell: (report: GradeReport) => Promise<string>;
  /** Absolute paths of files that are not part of the work. */
  readonly ignored: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** Started programs wait for so long; after that, the first sign of a change starts others. */
const IDLE_MS = 600_000;

/** Ends with the signal, or when the work is gone for some seconds. */
export async function watchWork({ submission, options, tell, ignored, signal }: WatchedWork): Promise<ExitCode> {
  const pool = poolFor(options, 1, IDLE_MS);
  const onNotice = () => {
    pool.fill();
  };
  const watching = new Watching(submission, { ignored, onNotice, signal });
  try {
    let look = await watching.settled();
    while (look !== null) {
      const next = watching.changedFrom(look);
      const text = await checkOnce(submission, { ...options, pool }, next, signal);
      if (text !== null) process.stdout.write(`${typeof text === 'string' ? text : await tell(text)}${WAITING}`);
      pool.fill();
      const changed = await next;
      if (changed !== null) process.stdout.write(`\n${savedLine(look, changed)}\n\n`);
      look = changed;
    }
    if (signal.aborted) return EXIT.INTERRUPTED;
    throw new GraderError('USAGE', `${submission} is gone: there is nothing to watch any more`, {
      advice: 'Start it again where the folder is now.',
    });
  } finally {
    watching.close();
    await pool.close();
  }
}

const WAITING = '\nWaiting for changes; Ctrl-C ends.\n';

/** The report, or a sentence if there is none; null if it is out of date already. */
async function checkOnce(
  submission: string,
  options: GradeOptions & { readonly pool: WarmPool },
  next: Promise<Look | null>,
  signal: AbortSignal,
): Promise<GradeReport | string | null> {
  const outdated = new AbortController();
  void next.then(() => {
    outdated.abort();
  });
  try {
    const report = await gradeOne(submission, { ...options, signal: AbortSignal.any([signal, outdated.signal]) });
    return outdated.signal.aborted ? null : report;
  } catch (error) {
    if (outdated.signal.aborted || signal.aborted) return null;
    if (!(error instanceof GraderError) || error.code === 'INTERNAL') throw error;
    return `${printable(error.message)}\n`;
  }
}

/** Whose change is checked now. */
function savedLine(before: Look, after: Look): string {
  const paths = changedPaths(before, after).map((path) => path.replace(/^[/\\]/, ''));
  const what = paths.every((path) => path === '') ? 'the work' : showNames(paths);
  return `--- ${counted(paths.length, 'file')} changed: ${what} ---`;
}
