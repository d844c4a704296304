/**
 * How a submission looks without being opened: names, sizes and times of its files. A submission that kills the grader
 * when it is read has to be recognised before it is read, so this must not read any file.
 */
import { createHash, type Hash } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FoundSubmission } from '../intake/class/find.js';

/** The number of entries of a folder that are included; changes beyond it are not noticed. */
const MOST_ENTRIES = 2000;

/** Never throws: a missing file has its own look. For a submission inside an archive of a class, the archive counts. */
export async function lookAt({ id, path }: Pick<FoundSubmission, 'id' | 'path'>): Promise<string> {
  const hash = createHash('sha256').update(`${id}\n`);
  let seen = path;
  while (!(await describe(seen, hash)) && dirname(seen) !== seen) seen = dirname(seen);
  const pending = [seen];
  for (let at = 0; at < pending.length && pending.length < MOST_ENTRIES; at += 1) {
    const folder = pending[at] ?? '';
    const names = await readdir(folder).catch(() => []);
    for (const name of names.sort().slice(0, MOST_ENTRIES)) {
      hash.update(`${name}\n`);
      await describe(join(folder, name), hash);
      pending.push(join(folder, name));
    }
  }
  return hash.digest('hex').slice(0, 32);
}

async function describe(path: string, hash: Hash): Promise<boolean> {
  const facts = await lstat(path).catch(() => null);
  if (facts === null) return false;
  hash.update(facts.isDirectory() ? 'folder\n' : `${String(facts.size)} ${String(facts.mtimeMs)}\n`);
  return true;
}
