/**
 * Writes the files of a starter into a folder that is new or empty. A folder with work in it is never written to: files are
 * made only where there are none, and what was made is removed again if not all of it could be.
 */
import { lstat, mkdir, readdir, readlink, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { explainWriteError } from '../atomic.js';
import { codeOf, GraderError } from '../errors.js';
import { comparePaths, showName, showNames } from '../files/names.js';

/** The content of each file, by its path below the folder, with slashes. */
export type StarterFiles = ReadonlyMap<string, string | Uint8Array>;

/** A folder with nothing else in it is empty: an assignment that was cloned, or opened in a file manager. */
const NO_WORK: ReadonlySet<string> = new Set(['.git', '.DS_Store']);

/**
 * Throws USAGE, before anything is written, for a folder with work in it, a file, a symbolic link, or a place that cannot be
 * written; DISK_FULL if there is no room. `option` is what the folder is called on the command line.
 */
export async function writeStarter(folder: string, files: StarterFiles, option: string): Promise<void> {
  const isNew = await ensureEmpty(folder, option);
  const made: string[] = [];
  try {
    for (const [path, content] of files) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content, { flag: 'wx' });
      made.push(path);
    }
  } catch (error) {
    await remove(folder, made, isNew);
    throw explainWriteError(folder, error, option);
  }
}

/** Writes a file that must not be there yet, not even as a link; throws USAGE if it is, or as `writeStarter`. */
export async function writeNewFile(path: string, text: string, option: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    const found = await lstat(path).catch(() => null);
    if (codeOf(error) !== 'EEXIST' || found === null) throw explainWriteError(path, error, option);
    throw new GraderError('USAGE', `${path} is there already: nothing was written`, {
      advice: `Give ${option} another name, or move the file away.`,
    });
  }
}

/** Whether there is no folder yet. */
async function ensureEmpty(folder: string, option: string): Promise<boolean> {
  const facts = await lstat(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw explainWriteError(folder, error, option);
  });
  if (facts === null) return true;
  const another = `Give ${option === 'folder' ? 'a folder' : `${option} a folder`} that is empty or not there yet.`;
  if (facts.isSymbolicLink()) {
    const to = await readlink(folder);
    throw new GraderError(
      'USAGE',
      `${folder} is a symbolic link to ${showName(to)}: nothing is written through a link`,
      {
        advice: another,
      },
    );
  }
  if (!facts.isDirectory()) {
    throw new GraderError('USAGE', `${folder} is a file, expected a folder that is empty or not there yet`, {
      advice: another,
    });
  }
  const names = await readdir(folder).catch((error: unknown) => {
    throw explainWriteError(folder, error, option);
  });
  const work = names.filter((name) => !NO_WORK.has(name)).sort(comparePaths);
  if (work.length === 0) return false;
  const found = `${folder} has work in it (${showNames(work)}): nothing was written`;
  throw new GraderError('USAGE', found, { advice: another });
}

/** Removes files that were made, and the folders that are empty without them. */
async function remove(folder: string, made: readonly string[], isNew: boolean): Promise<void> {
  for (const path of made) await rm(join(folder, path), { force: true });
  const folders = new Set(made.flatMap((path) => foldersOf(path)));
  const deepestFirst = [...folders].sort((a, b) => b.length - a.length);
  for (const inner of [...deepestFirst, ...(isNew ? ['.'] : [])]) {
    // one that is not empty holds something else, which stays
    await rmdir(join(folder, inner)).catch(() => undefined);
  }
}

/** `a/b/c.ts` is in `a` and `a/b`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
