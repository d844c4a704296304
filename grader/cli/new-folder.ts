/** The folder of an export, which has to be new. */
import { readdir } from 'node:fs/promises';
import { codeOf, GraderError } from '../errors.js';

/** What is there from an earlier export, maybe with names, must not be among the new files. */
export async function assertEmpty(out: string): Promise<void> {
  const names = await readdir(out).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw new GraderError('USAGE', `--out ${out} cannot be used (${codeOf(error) ?? 'unknown reason'})`, {
      advice: 'Name a new folder.',
      cause: error,
    });
  });
  if (names.length === 0) return;
  throw new GraderError('USAGE', `--out ${out} is not empty`, { advice: 'Name a new folder, or an empty one.' });
}
