/**
 * A run that is finished, as it is on the disk: with what it was graded, and each report with whether it is as it was
 * written. Must not change anything; a report is read when it is asked for, because a class may not fit into memory.
 */
import { basename, join } from 'node:path';
import { readLines, type Entry } from '../batch/journal-lines.js';
import { JOURNAL } from '../batch/journal.js';
import { sha256 } from '../kept/digest.js';
import { OBSERVATIONS, type RunSource } from '../batch/run-folder.js';
import { GraderError } from '../errors.js';
import { entriesIfThere, textIfThere } from '../present.js';
import { Store } from '../kept/store.js';
import { readReport, readWritten } from '../report/read.js';
import type { GradeReport } from '../schema/report.js';
import { asRecord, field, listField, textField } from '../text/fields.js';

export interface FinishedRun {
  readonly folder: string;
  readonly rubric: { readonly id: string; readonly digest: string };
  readonly seed: number | undefined;
  /** null in runs of older versions. */
  readonly source: RunSource | null;
  readonly store: Store;
  /** In the order of the class. */
  readonly submissions: readonly string[];
  readonly entries: ReadonlyMap<string, Entry>;
  /** Damage in the journal, in words. */
  readonly damage: readonly string[];
  /** All of run.json, so that what is not known here is not lost when it is written again. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Throws USAGE if the folder does not contain a run. */
export async function openRun(folder: string): Promise<FinishedRun> {
  const path = join(folder, 'run.json');
  const facts = asRecord(parsed(await textIfThere(path)));
  const rubric = { id: textField(facts['rubric'], 'id'), digest: textField(facts['rubric'], 'digest') };
  if (rubric.id === null || rubric.digest === null) {
    throw new GraderError('USAGE', `${folder} is not the folder of a run: ${path} is missing or damaged`, {
      advice: 'Give the folder that was --out of `tuxgrade batch`.',
    });
  }
  const journal = (await textIfThere(join(folder, JOURNAL))) ?? '';
  const { entries, damage } = readLines(journal.slice(0, journal.lastIndexOf('\n') + 1)).read;
  const { seed } = facts;
  return {
    folder,
    rubric: { id: rubric.id, digest: rubric.digest },
    seed: typeof seed === 'number' ? seed : undefined,
    source: sourceOf(facts['source']),
    store: new Store(textField(facts, 'store') ?? join(folder, OBSERVATIONS)),
    submissions: await submissionsOf(folder, facts),
    entries,
    damage,
    facts,
  };
}

export type KeptReport =
  | {
      readonly status: 'read';
      readonly report: GradeReport;
      readonly text: string;
      /** It is not as it was written: edited, or replaced by hand. */
      readonly isEdited: boolean;
    }
  /** `because` is a predicate. */
  | { readonly status: 'refused'; readonly because: string };

/** Checked as whatever is read, because something may be made of it. */
export async function reportIn(run: Pick<FinishedRun, 'folder' | 'entries'>, id: string): Promise<KeptReport> {
  return await readIn(run, id, () => readReport);
}

/**
 * The same, but a report that is as it was written is not checked again: for what reads a whole class to count or to list
 * points, and makes nothing else of them.
 */
export async function knownReportIn(run: Pick<FinishedRun, 'folder' | 'entries'>, id: string): Promise<KeptReport> {
  return await readIn(run, id, (isEdited) => (isEdited ? readReport : readWritten));
}

async function readIn(
  run: Pick<FinishedRun, 'folder' | 'entries'>,
  id: string,
  readerFor: (isEdited: boolean) => typeof readReport,
): Promise<KeptReport> {
  const text = await textIfThere(join(folderOf(run, id), 'report.json'));
  if (text === null) return { status: 'refused', because: 'has no report: it was not finished' };
  const isEdited = run.entries.get(id)?.report !== sha256(text);
  const told = readerFor(isEdited)(text);
  if (told.status === 'refused') return { status: 'refused', because: `has a report.json that ${told.because}` };
  return { ...told, text, isEdited };
}

/** The folder of a submission's reports. */
export function folderOf({ folder }: Pick<FinishedRun, 'folder'>, id: string): string {
  return join(folder, 'reports', id);
}

/** In the order of the run; folders that run.json does not name come last. */
async function submissionsOf(folder: string, facts: unknown): Promise<string[]> {
  const entries = await entriesIfThere(join(folder, 'reports'));
  const there = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // names from a file that may have been edited must stay inside the folder
  const named = listField(facts, 'submissions').filter((id): id is string => typeof id === 'string' && isPlain(id));
  return [...new Set([...named, ...there.sort()])];
}

function isPlain(id: string): boolean {
  return id !== '' && id !== '.' && id !== '..' && basename(id) === id;
}

function sourceOf(value: unknown): RunSource | null {
  const [submissions, rubric] = [textField(value, 'submissions'), textField(value, 'rubric')];
  if (submissions === null || rubric === null) return null;
  const data = Object.entries(asRecord(field(value, 'data'))).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return { submissions, rubric, data: Object.fromEntries(data) };
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
