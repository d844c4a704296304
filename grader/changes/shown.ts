/** What a run keeps about one submission: its report, whether somebody edited it, and the reports before it. */
import { join } from 'node:path';
import { EARLIER, earlierReports } from '../batch/earlier.js';
import { GraderError } from '../errors.js';
import { textIfThere } from '../present.js';
import { readReport } from '../report/read.js';
import type { CheckReport, GradeReport } from '../schema/report.js';
import { folderOf, reportIn, type FinishedRun } from './run.js';
import { closest } from 'fastest-levenshtein';

export interface Shown {
  readonly id: string;
  readonly report: GradeReport;
  /** It is not as it was written. */
  readonly isEdited: boolean;
  /** Oldest first. */
  readonly earlier: readonly Earlier[];
}

/** `because` is a predicate, and null if the report can be read. */
export interface Earlier {
  /** Relative to the folder of the submission's reports. */
  readonly path: string;
  readonly verdict: GradeReport['verdict'] | null;
  readonly startedAt: string | null;
  readonly because: string | null;
}

/** Throws USAGE if the report cannot be read. */
export async function shownOf(run: FinishedRun, id: string): Promise<Shown> {
  const read = await reportIn(run, id);
  if (read.status === 'refused') {
    const earlier = await earlierReports(folderOf(run, id));
    const there = earlier.length === 0 ? '' : ` Earlier reports are in ${join(folderOf(run, id), EARLIER)}.`;
    throw new GraderError('USAGE', `${id} ${read.because}.${there}`);
  }
  return { id, report: read.report, isEdited: read.isEdited, earlier: await earlierOf(run, id) };
}

async function earlierOf(run: FinishedRun, id: string): Promise<Earlier[]> {
  const folder = folderOf(run, id);
  const names = await earlierReports(folder);
  return await Promise.all(
    names.map(async (name) => {
      const path = join(EARLIER, name);
      const read = readReport((await textIfThere(join(folder, path))) ?? '');
      if (read.status === 'refused') return { path, verdict: null, startedAt: null, because: read.because };
      const { verdict, timing } = read.report;
      return { path, verdict, startedAt: timing.startedAt, because: null };
    }),
  );
}

/** The check with this id or title. Throws USAGE for an unknown one, with those that there are. */
export function checkIn({ results }: GradeReport, typed: string): CheckReport {
  const found = results.find(({ id }) => id === typed) ?? results.find(({ title }) => title === typed);
  if (found !== undefined) return found;
  const ids = results.map(({ id }) => id);
  const near = ids.length === 0 ? '' : ` Did you mean ${closest(typed, ids)}?`;
  throw new GraderError('USAGE', `there is no check ${typed}.${near}`, { advice: `The checks are ${ids.join(', ')}.` });
}
