/** Decides whether a result of an earlier run is kept: same submission, same inputs, report as it was written. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSameContent } from '../intake/fingerprint.js';
import { sha256 } from '../kept/digest.js';
import { standingOf, type Standing } from '../report/standing.js';
import type { GradeReport } from '../schema/report.js';
import type { Entry } from './journal-lines.js';

export type Verdict =
  | { readonly kept: true; readonly standing: Standing }
  /** `because` is null if there was no earlier result. */
  | { readonly kept: false; readonly because: string | null };

/** `fingerprint` is that of the submission now; it is called last, because it reads all files. */
export async function judgeEntry(
  entry: Entry | undefined,
  inputs: string,
  folder: string,
  fingerprint: () => Promise<string>,
): Promise<Verdict> {
  if (entry === undefined) return { kept: false, because: null };
  if (entry.status === 'ungraded') return { kept: false, because: 'it was left ungraded' };
  if (entry.inputs !== inputs) return { kept: false, because: 'the rubric, its data or the grader changed' };
  const report = await reportOf(folder, entry);
  if (report === null) return { kept: false, because: 'its report is missing or was changed' };
  const now = await fingerprint();
  if (now !== entry.submission) return { kept: false, because: whatChanged(now, entry.submission) };
  return { kept: true, standing: standingOf(report) };
}

function whatChanged(now: string, before: string): string {
  return isSameContent(now, before)
    ? 'when it was handed in, by whom or under which dates changed'
    : 'the submission changed';
}

/** The report of an entry; null if it is missing or was changed. */
export async function reportOf(folder: string, entry: Entry): Promise<GradeReport | null> {
  const text = await readFile(join(folder, 'report.json'), 'utf8').catch(() => null);
  return text === null || sha256(text) !== entry.report ? null : (JSON.parse(text) as GradeReport);
}
