/** The folder of an export or a new data set, which has to be new. */
import { readdir } from 'node:fs/promises';
import { codeOf, GraderError } from '../errors.js';

/** What is there from an earlier one, maybe with names or of another set, must not be among the new files. */
export async function assertEmpty(out: string): Promise<void> {
  const names = await readdir(out).catch((error: unknown) => {
    const code = codeOf(error);
    if (code === 'ENOENT') return [];
    const why =
      code === 'ENOTDIR' ? 'is not a folder, or is below a file' : `cannot be used (${code ?? 'unknown reason'})`;
    throw new GraderError('USAGE', `--out ${out} ${why}`, {
      advice: 'Name a new folder.',
      cause: error,
    });
  });
  if (names.length === 0) return;
  throw new GraderError('USAGE', `--out ${out} is not empty`, { advice: 'Name a new folder, or an empty one.' });
}
