/** Which lists a class was graded with, for run.json: so that a list that was changed since is noticed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { field, textField } from '../text/fields.js';
import type { ListPaths } from './read.js';

/** An absolute path, and the sha256 of what was read. */
export interface ListFact {
  readonly path: string;
  readonly digest: string;
}

export interface ListFacts {
  readonly roster: ListFact | null;
  readonly lateDays: ListFact | null;
}

export async function factsOfLists({ roster, lateDays }: ListPaths): Promise<ListFacts> {
  return { roster: await factOf(roster), lateDays: await factOf(lateDays) };
}

/** Those of a run.json that was parsed. */
export function listFactsIn(facts: unknown): ListFacts {
  const lists = field(facts, 'lists');
  const read = (name: keyof ListFacts): ListFact | null => {
    const [path, digest] = [textField(field(lists, name), 'path'), textField(field(lists, name), 'digest')];
    return path === null || digest === null ? null : { path, digest };
  };
  return { roster: read('roster'), lateDays: read('lateDays') };
}

/** Whether it is there and says something else now. */
export async function isListChanged({ path, digest }: ListFact): Promise<boolean> {
  const now = await factOf(path).catch(() => null);
  return now !== null && now.digest !== digest;
}

async function factOf(path: string | undefined): Promise<ListFact | null> {
  if (path === undefined) return null;
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  return { path: resolve(path), digest };
}
