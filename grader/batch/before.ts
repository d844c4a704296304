/**
 * Finds the submission before of students who handed in another one: among the earlier reports of the run, which keeps those
 * that it replaces, or in an earlier run. Must not change anything. Relies on digests: a submission with the same files was
 * not handed in anew.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { textIfThere } from '../present.js';
import { readReport } from '../report/read.js';
import { standingOf, type Standing } from '../report/standing.js';
import { textField } from '../text/fields.js';
import { EARLIER, earlierReports } from './earlier.js';
import { runPool } from './pool.js';

export type Before = ReadonlyMap<string, Standing>;

/** Reads while it parses. */
const AT_A_TIME = 8;
/** Earlier reports that are looked at, the newest first; most are of the same files, judged again. */
const MOST_EARLIER = 20;

/** By the id of the submission now. `previous` is the folder of an earlier run; null if there is none. */
export async function standingsBefore(
  run: string,
  standings: readonly Standing[],
  previous: string | null,
): Promise<Before> {
  const others = previous === null ? null : await previousIn(previous, standings);
  const before = new Map<string, Standing>();
  await runPool(standings, AT_A_TIME, undefined, async (standing) => {
    const { submission } = standing;
    const found = (await earlierOf(join(run, 'reports', submission.id), submission.digest)) ?? others?.of(standing);
    if (found !== undefined && found.submission.digest !== submission.digest) before.set(submission.id, found);
  });
  return before;
}

/** The same for a run whose run.json says which run was before it. */
export async function standingsBeforeIn(run: string, facts: unknown, standings: readonly Standing[]): Promise<Before> {
  return await standingsBefore(run, standings, textField(facts, 'previous'));
}

/** The newest earlier report of other files. */
async function earlierOf(folder: string, digest: string): Promise<Standing | undefined> {
  const names = (await earlierReports(folder)).reverse().slice(0, MOST_EARLIER);
  for (const name of names) {
    const standing = await standingIn(join(folder, EARLIER, name));
    if (standing !== undefined && standing.submission.digest !== digest) return standing;
  }
  return undefined;
}

/** Undefined if there is no report that can be read: it says nothing about a mistake. */
async function standingIn(path: string): Promise<Standing | undefined> {
  const text = await textIfThere(path);
  const read = text === null ? null : readReport(text);
  return read?.status === 'read' ? standingOf(read.report) : undefined;
}

/** What an earlier run says of students: by the id of the submission or, as exports give each one a new id, by its people. */
class Previous {
  readonly #byId = new Map<string, Standing>();
  readonly #byPerson = new Map<string, Standing>();

  add(standing: Standing): void {
    this.#byId.set(standing.submission.id, standing);
    for (const person of peopleOf(standing)) this.#byPerson.set(person, standing);
  }

  of(standing: Standing): Standing | undefined {
    const people = peopleOf(standing);
    // the same id may be another person's in another export
    if (people.length === 0) return this.#byId.get(standing.submission.id);
    return (
      people.map((person) => this.#byPerson.get(person)).find((one) => one !== undefined) ?? this.#nameless(standing)
    );
  }

  #nameless({ submission: { id } }: Standing): Standing | undefined {
    const found = this.#byId.get(id);
    return found !== undefined && peopleOf(found).length === 0 ? found : undefined;
  }
}

function peopleOf({ submission: { submitters } }: Standing): string[] {
  return submitters.flatMap(({ id, email }) => [
    ...(id === undefined ? [] : [`id ${id}`]),
    ...(email === undefined ? [] : [`email ${email.toLowerCase()}`]),
  ]);
}

/** Only of ids that are asked for, unless their people have to be searched. */
async function previousIn(folder: string, standings: readonly Standing[]): Promise<Previous> {
  const previous = new Previous();
  const hasPeople = standings.some((standing) => peopleOf(standing).length > 0);
  const ids = hasPeople ? await foldersIn(join(folder, 'reports')) : standings.map(({ submission }) => submission.id);
  const read = new Map<string, Standing>();
  await runPool(ids, AT_A_TIME, undefined, async (id) => {
    const standing = await standingIn(join(folder, 'reports', id, 'report.json'));
    if (standing !== undefined) read.set(id, standing);
  });
  // in one order, whichever was read first
  for (const id of ids) {
    const standing = read.get(id);
    if (standing !== undefined) previous.add(standing);
  }
  return previous;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}
