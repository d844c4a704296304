/** Writes the scores and reports of a run to another folder, on request under pseudonyms. Must not change the run. */
import { join } from 'node:path';
import { releaseOf, type Decisions } from '../decided/decisions.js';
import { handedInNothing, missingIn } from '../report/missing.js';
import { standingOf, type Standing } from '../report/standing.js';
import { writeReport, writeScores } from '../report/writers/files.js';
import { writeClassPage } from '../report/writers/pages.js';
import { Disguise, type Owned } from './disguise.js';
import { handedInOfRun } from './handed-in.js';
import { reportIn, type FinishedRun } from './run.js';

export interface ExportOptions {
  readonly out: string;
  /** The key of pseudonyms; null exports names as they are. */
  readonly key: Uint8Array | null;
  readonly decisions: Decisions;
  readonly now: Date;
  readonly signal?: AbortSignal;
}

export interface Exported {
  readonly written: number;
  /** Their report cannot be read; `because` is a predicate. */
  readonly refused: readonly { readonly id: string; readonly because: string }[];
  readonly edited: readonly string[];
}

export async function exportRun(run: FinishedRun, options: ExportOptions): Promise<Exported> {
  const { out, key, decisions, now, signal } = options;
  const missing = missingIn(run.facts);
  const disguise = key === null ? null : new Disguise(key, await ownersIn(run), missing);
  const absent = disguise === null ? missing : missing.map((one) => disguise.missing(one)).sort(byId);
  const nameOf = (id: string) => disguise?.submission(id) ?? id;
  const standings: Standing[] = [];
  const refused: { id: string; because: string }[] = [];
  const edited: string[] = [];
  let title = run.rubric.id;
  // in the order of the class, pseudonyms would say who is who
  const ids = disguise === null ? run.submissions : [...run.submissions].sort(by(nameOf));
  for (const id of ids) {
    signal?.throwIfAborted();
    const read = await reportIn(run, id);
    if (read.status === 'refused') {
      refused.push({ id, because: read.because });
      continue;
    }
    if (read.isEdited) edited.push(id);
    const report = disguise?.report(read.report) ?? read.report;
    const release = releaseOf(read.report, decisions, now);
    await writeReport(join(out, 'reports', nameOf(id)), report, { release });
    standings.push(standingOf(report));
    ({ title } = report.rubric);
  }
  await writeScores(out, standings, absent);
  const unread = refused.map(({ id, because }) => ({ id: nameOf(id), because }));
  await writeClassPage(out, { title, standings, missing: [...unread, ...absent.map(handedInNothing)] });
  return { written: standings.length, refused, edited };
}

const byId = (one: { readonly id: string }, other: { readonly id: string }) => (one.id < other.id ? -1 : 1);

const by = (nameOf: (id: string) => string) => (one: string, other: string) => (nameOf(one) < nameOf(other) ? -1 : 1);

async function ownersIn(run: FinishedRun): Promise<Owned[]> {
  const all = await handedInOfRun(run, run.submissions);
  return run.submissions.map((id) => ({ id, submitters: all.get(id)?.submitters ?? [] }));
}
