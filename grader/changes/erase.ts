/**
 * Removes a person from a run: their reports with the earlier ones, what was observed of them, the lines of the journal and
 * of adjustments that are about them, and their line in the files of the class. The audit trail keeps only that it happened.
 * An interrupted erasure can be repeated: the run stops naming the person last. Relies on the lock of the run.
 */
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EARLIER, earlierReports } from '../batch/earlier.js';
import { withoutId } from '../batch/journal-lines.js';
import { JOURNAL } from '../batch/journal.js';
import { OBSERVATIONS } from '../batch/run-folder.js';
import { runPool } from '../batch/pool.js';
import { explainWriteError, writeAtomically } from '../atomic.js';
import { ADJUSTMENTS } from '../decided/adjustments.js';
import { codeOf } from '../errors.js';
import { entriesIfThere, explainReadError, textIfThere } from '../present.js';
import { CAUSES } from '../report/writers/pages.js';
import { field, listField, textField } from '../text/fields.js';
import type { AuditLine } from '../decided/audit-lines.js';
import { readAudit, rewriteAudit } from '../decided/audit.js';
import type { Changing } from './changing.js';
import { finishing } from './left-undone.js';
import {
  forgetInAdjustments,
  forgetInReports,
  isAbout,
  mayNameIn,
  mentionsIn,
  wordsOf,
  type Forgotten,
} from './mentions.js';
import { folderOf, type FinishedRun } from './run.js';
import type { Person } from './student.js';

/** What there is of a person. */
export interface Traces {
  readonly reports: number;
  readonly observations: number;
  readonly journalLines: number;
  readonly adjustments: number;
  readonly auditLines: number;
  /** Reasons of adjustments of others that name the person. */
  readonly mentions: number;
}

export interface Erased extends Traces {
  /** Lines that cannot be read, in the audit trail and among adjustments. */
  readonly damaged: { readonly audit: Forgotten; readonly adjustments: Forgotten };
}

interface Found extends Traces {
  readonly addresses: readonly string[];
}

const AT_A_TIME = 16;
const TEMPORARY = /^\.[0-9a-f-]{36}\.tmp$/;

export async function tracesOf(run: FinishedRun, person: Person): Promise<Found> {
  const { folder } = run;
  const addresses = await addressesToRemove(run, person.id);
  const { lines } = await readAudit(folder);
  const [journal, adjustments] = await Promise.all([JOURNAL, ADJUSTMENTS].map((name) => textOf(join(folder, name))));
  const there = (await textOf(join(folderOf(run, person.id), 'report.json'))) === '' ? 0 : 1;
  return {
    reports: there + (await earlierReports(folderOf(run, person.id))).length,
    observations: addresses.length,
    journalLines: linesOf(journal ?? '').filter((line) => field(parsed(line), 'id') === person.id).length,
    adjustments: linesOf(adjustments ?? '').filter((line) => field(parsed(line), 'submission') === person.id).length,
    auditLines: lines.filter(({ details }) => isAbout(details, person)).length,
    mentions: [...mentionsIn(adjustments ?? '', person).values()].reduce((sum, count) => sum + count, 0),
    addresses,
  };
}

export async function erase(
  changing: Changing,
  person: Person,
  { by, at }: { readonly by: string; readonly at: string },
): Promise<Erased> {
  const { run } = changing;
  const { addresses, ...traces } = await tracesOf(run, person);
  const line = { at, action: 'erase' as const, by, details: { ...traces } };
  await changing.announce(line);
  const finish = 'Then give the same command again: it removes what is left.';
  return await finishing({ what: 'The erasure', finish }, async () => {
    const audit = await rewriteAudit(run.folder, {
      change: ({ details }) => detailsWithout(details, person),
      mustGo: (whole) => mayNameIn(whole, person),
    });
    const adjustments = await removeFiles(changing, person, addresses);
    await changing.conclude(line);
    await changing.writeClass(
      factsWithout(run, person),
      run.submissions.filter((id) => id !== person.id),
    );
    return { ...traces, damaged: { audit, adjustments } };
  });
}

/** Everything but the audit trail; returns what became of lines of adjustments that cannot be read. */
async function removeFiles(changing: Changing, person: Person, addresses: readonly string[]): Promise<Forgotten> {
  const { run } = changing;
  const { folder } = run;
  // while adjustments.jsonl still says where to look
  await forgetInReports(changing, mentionsIn(await textOf(join(folder, ADJUSTMENTS)), person).keys(), person);
  const forgotten = await forgetInAdjustments(folder, person);
  const journal = await textOf(join(folder, JOURNAL));
  await writeAtomically(join(folder, JOURNAL), withoutId(journal.slice(0, journal.lastIndexOf('\n') + 1), person.id));
  for (const address of addresses) await remove(run.store.pathOf(address));
  await remove(folderOf(run, person.id));
  // written anew by the caller; if that is interrupted, they must not go on naming the person
  for (const name of ['scores.csv', 'index.html', CAUSES, ...(await temporaryIn(folder))])
    await remove(join(folder, name));
  return forgotten;
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch((error: unknown) => {
    throw explainWriteError(path, error);
  });
}

/** What run.json lists, without the person; remarks are sentences. */
function factsWithout({ facts, submissions }: FinishedRun, person: Person): Record<string, unknown> {
  const lists = ['missing', 'remarks'].filter((name) => Object.hasOwn(facts, name));
  const others = (name: string) => listField(facts, name).filter((item) => !isAbout(item, person));
  return {
    submissions: submissions.filter((id) => id !== person.id),
    ...Object.fromEntries(lists.map((name) => [name, others(name)])),
  };
}

/** Of a line about the person, that it was there; of one about somebody else, all but the person. null: as they are. */
function detailsWithout(details: AuditLine['details'], person: Person): AuditLine['details'] | null {
  if (!isAbout(details, person)) return null;
  const { submission } = details;
  const isOfOther = typeof submission === 'string' && submission !== person.id;
  return isOfOther ? wordsOf(person).replaceInAll(details) : { erased: true };
}

/**
 * Of records that no other report of the run names: those of the person and, in a store of the run's own, also those that
 * no report names, which an interrupted run leaves.
 */
async function addressesToRemove(run: FinishedRun, id: string): Promise<string[]> {
  const [own, others] = [new Set<string>(), new Set<string>()];
  await runPool(run.submissions, AT_A_TIME, undefined, async (one) => {
    const folder = folderOf(run, one);
    const names = (await earlierReports(folder)).map((name) => join(EARLIER, name));
    for (const name of ['report.json', ...names]) {
      const environment = field(parsed(await textOf(join(folder, name))), 'environment');
      const address = textField(environment, 'observations');
      if (address !== null) (one === id ? own : others).add(address);
    }
  });
  const isOwnStore = run.store.folder === join(run.folder, OBSERVATIONS);
  const all = isOwnStore ? await recordsIn(run.store.folder) : [...own];
  return all.filter((address) => !others.has(address));
}

async function recordsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw explainReadError(folder, error);
  });
  return names.flatMap((name) => (name.endsWith('.json.gz') ? [basename(name, '.json.gz')] : []));
}

async function temporaryIn(folder: string): Promise<string[]> {
  return (await entriesIfThere(folder)).map(({ name }) => name).filter((name) => TEMPORARY.test(name));
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Empty if there is no such file. */
async function textOf(path: string): Promise<string> {
  return (await textIfThere(path)) ?? '';
}
