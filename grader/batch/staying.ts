/**
 * Submissions of a run that is continued which are no longer in the class: what they were given stays, in scores and on pages,
 * until somebody erases them. Must not grade anything. Relies on decided/ for what staff decided since.
 */
import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { decide, writeDecided } from '../decided/decisions.js';
import { GraderError } from '../errors.js';
import { showNames } from '../files/names.js';
import { sha256 } from '../kept/digest.js';
import { entriesIfThere, isThere, jsonIfThere, textIfThere } from '../present.js';
import { readReport } from '../report/read.js';
import { standingOf, type Standing } from '../report/standing.js';
import { toJson } from '../report/writers/files.js';
import type { MissingStudent } from '../stages/student.js';
import { counted } from '../text/counted.js';
import { field, textField } from '../text/fields.js';
import { keepEarlier } from './earlier.js';
import { refreshPages, type Run } from './finish.js';
import type { RunSource } from './run-folder.js';

export interface Stays {
  readonly standings: readonly Standing[];
  /** Their report cannot be read. */
  readonly missing: readonly { readonly id: string; readonly because: string }[];
}

/** The ids of submissions that the run finished, and that are not among `found`; sorted. */
export async function noLongerIn(out: string, found: readonly { readonly id: string }[]): Promise<string[]> {
  const reports = join(out, 'reports');
  const entries = await entriesIfThere(reports);
  const known = new Set(found.map(({ id }) => id));
  const others = entries.flatMap((entry) => (entry.isDirectory() && !known.has(entry.name) ? [entry.name] : []));
  const isFinished = await Promise.all(others.map((id) => isThere(join(reports, id, 'report.json'))));
  return others.filter((_id, index) => isFinished[index] === true).sort();
}

/**
 * Throws USAGE if the class is in another place than the one that the run was made of, and lacks some of its submissions: it
 * may be another class.
 */
export async function assertSameClass(
  out: string,
  { source, gone }: { readonly source: RunSource | undefined; readonly gone: readonly string[] },
): Promise<void> {
  const was = textField(field(await jsonIfThere(join(out, 'run.json')), 'source'), 'submissions');
  const now = source?.submissions ?? null;
  if (was === null || now === null || gone.length === 0) return;
  if ((await placeOf(was)) === (await placeOf(now))) return;
  throw new GraderError(
    'USAGE',
    `the run in ${out} is of the class ${was}, now ${now} is given, which lacks ${counted(gone.length, 'submission')} of the run: ${showNames(gone)}`,
    {
      advice: `Give ${was}; for another class, choose another --out. If the class was moved and they are meant to be gone, remove each with \`tuxgrade erase\` first.`,
    },
  );
}

async function placeOf(path: string): Promise<string> {
  return await realpath(path).catch(() => resolve(path));
}

/** What they have, with what staff decided since, which is written. */
export async function stayIn(run: Run, ids: readonly string[]): Promise<Stays> {
  const standings: Standing[] = [];
  const missing: { id: string; because: string }[] = [];
  for (const id of ids) {
    const one = await stayOf(run, id);
    if ('because' in one) missing.push({ id, ...one });
    else standings.push(one);
  }
  return { standings, missing };
}

async function stayOf(run: Run, id: string): Promise<Standing | { readonly because: string }> {
  const { journal, decisions, now, options } = run;
  const folder = join(options.out, 'reports', id);
  const text = (await textIfThere(join(folder, 'report.json'))) ?? '';
  const read = readReport(text);
  if (read.status === 'refused') return { because: `has a report.json that ${read.because}` };
  const decided = decide(id, read.report, decisions);
  if (toJson(decided.report) === toJson(read.report)) {
    await refreshPages({ folder, run });
    return standingOf(read.report);
  }
  await keepEarlier(folder);
  const written = await writeDecided(folder, decided, { decisions, now, staffPages: options.staffPages });
  const entry = journal.read.entries.get(id);
  const { status } = decided.report.verdict;
  // what somebody edited must not look as if it was written so
  if (entry?.report === sha256(text)) await journal.append({ ...entry, report: sha256(written), status });
  return standingOf(decided.report);
}

/** Students of a roster who handed in nothing, without those whose submission stays. */
export function missingWithout(
  missing: readonly MissingStudent[],
  standings: readonly Standing[],
): readonly MissingStudent[] {
  const known = new Set(
    standings.flatMap(({ submission: { id, submitters } }) => [
      `id ${id}`,
      ...submitters.flatMap((one) => [`number ${one.id ?? ''}`, `email ${(one.email ?? '').toLowerCase()}`]),
    ]),
  );
  return missing.filter(({ id, studentId, email }) => {
    const names = [`id ${id}`, `number ${studentId ?? id}`, `email ${(email ?? id).toLowerCase()}`];
    return !names.some((name) => known.has(name));
  });
}
