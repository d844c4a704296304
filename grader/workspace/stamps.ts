/**
 * What a folder looks like from outside: its files by size, times and inode, without reading them. Two looks that are
 * the same mean that nothing was saved between them.
 */
import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MAX_ENTRIES } from '../files/caps.js';
import { isLeftBehind } from '../files/tool-files.js';

export interface Look {
  /** A text for each file, by its path below the folder; of a submission that is a file, one for ''. */
  readonly files: ReadonlyMap<string, string>;
  /** Absolute paths of the folders in which these lie. */
  readonly folders: readonly string[];
}

/**
 * null if there is nothing at `root`. Swap files of editors and folders of tools do not count, nor do `ignored`,
 * absolute paths. What vanishes meanwhile is not there.
 */
export async function lookAt(root: string, ignored: ReadonlySet<string> = new Set()): Promise<Look | null> {
  const top = await statOf(root);
  if (top === null) return null;
  if (!top.isDirectory()) return { files: new Map([['', stampOf(top)]]), folders: [dirname(root)] };
  const files = new Map<string, string>();
  const folders = [root];
  // grows during the iteration
  for (const folder of folders) {
    for (const name of await namesIn(folder)) {
      const path = join(folder, name);
      if (isLeftBehind(name) || ignored.has(path)) continue;
      const stats = await statOf(path);
      if (stats?.isDirectory() === true) folders.push(path);
      else if (stats !== null) files.set(path.slice(root.length), stampOf(stats));
      // intake refuses a folder with more
      if (files.size + folders.length > MAX_ENTRIES) return { files, folders };
    }
  }
  return { files, folders };
}

/** Whether nothing was saved between two looks. */
export function isSameLook(one: Look | null, other: Look | null): boolean {
  if (one === null || other === null) return one === other;
  if (one.files.size !== other.files.size) return false;
  return [...one.files].every(([path, stamp]) => other.files.get(path) === stamp);
}

/** The paths that differ, in the order of their names. */
export function changedPaths(before: Look, after: Look): readonly string[] {
  const paths = new Set([...before.files.keys(), ...after.files.keys()]);
  return [...paths].filter((path) => before.files.get(path) !== after.files.get(path)).sort();
}

/** A file is missing, or has lost more than half of its bytes: an editor may be writing it anew. */
export function isHalfWritten(before: Look, now: Look): boolean {
  return [...before.files].some(([path, stamp]) => {
    const found = now.files.get(path);
    return found === undefined || 2 * sizeIn(found) < sizeIn(stamp);
  });
}

/** The size comes first. */
const sizeIn = (stamp: string) => Number.parseInt(stamp, 10);

function stampOf({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${String(size)} ${String(mtimeMs)} ${String(ctimeMs)} ${String(ino)}`;
}

async function statOf(path: string): Promise<Stats | null> {
  return await lstat(path).catch(() => null);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => []);
}
