/** Folders of earlier runs, which are not submissions where they lie among them. */
import { join } from 'node:path';
import { isThere } from '../../present.js';

/** What `batch` writes first into the folder of a run. */
const FILES = ['run.json', 'journal.jsonl'];

export async function isRun(folder: string): Promise<boolean> {
  const there = await Promise.all(FILES.map((name) => isThere(join(folder, name))));
  return there.every(Boolean);
}
