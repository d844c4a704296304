/** What becomes of an archive that is there already when a command writes one. */
import { lstat, readFile } from 'node:fs/promises';
import { GraderError } from '../errors.js';

export type Before = 'new' | 'same' | 'replaced';

export interface Replacing {
  readonly force: boolean;
  /** Completes "… is there already, " where it is left. */
  readonly why: string;
  /** Whether the bytes that are there were made by it, and may be replaced without being asked for. */
  readonly isOwn: (old: Uint8Array) => boolean;
}

/** Throws USAGE for a file that is somebody else's, unless it may be replaced. */
export async function whatIsThere(out: string, archive: Uint8Array, { force, why, isOwn }: Replacing): Promise<Before> {
  const facts = await lstat(out).catch(() => null);
  if (facts === null) return 'new';
  const old = facts.isFile() ? await readFile(out) : new Uint8Array();
  if (Buffer.compare(old, archive) === 0) return 'same';
  if (force || isOwn(old)) return 'replaced';
  throw new GraderError('USAGE', `${out} is there already, ${why}: it is left as it is`, {
    advice: 'Name another file with --out, or replace it with --force.',
  });
}

/** Behind the name of the archive. */
export const WORDS: Readonly<Record<Before, string>> = {
  new: '',
  same: ' (as before: nothing in it has changed)',
  replaced: ' (in place of the one that was there)',
};
