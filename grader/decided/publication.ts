/**
 * publication.json in the folder of a run: since when its scores are out, and who said so. Written atomically; there is
 * none while the run is not published. One that cannot be read publishes nothing.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explainWriteError, writeAtomically } from '../atomic.js';
import { textIfThere } from '../present.js';
import { textField } from '../text/fields.js';

export const PUBLICATION = 'publication.json';

export interface Publication {
  /** ISO time, from which on scores are out; it may be in the future. */
  readonly at: string;
  readonly author: string;
}

export interface PublicationRead {
  readonly publication: Publication | null;
  readonly damage: readonly string[];
}

export async function publicationIn(folder: string): Promise<PublicationRead> {
  const text = await textIfThere(join(folder, PUBLICATION));
  if (text === null) return { publication: null, damage: [] };
  const publication = parse(text);
  return { publication, damage: publication === null ? ['it is damaged: nothing counts as published'] : [] };
}

export async function writePublication(folder: string, { at, author }: Publication): Promise<void> {
  await writeAtomically(join(folder, PUBLICATION), `${JSON.stringify({ at, author }, null, 2)}\n`);
}

export async function removePublication(folder: string): Promise<void> {
  const path = join(folder, PUBLICATION);
  await rm(path, { force: true }).catch((error: unknown) => {
    throw explainWriteError(path, error);
  });
}

function parse(text: string): Publication | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return publicationOf(value);
}

/** null for anything else. */
export function publicationOf(value: unknown): Publication | null {
  const [at, author] = [textField(value, 'at'), textField(value, 'author')];
  if (at === null || author === null || Number.isNaN(Date.parse(at))) return null;
  return { at, author };
}
