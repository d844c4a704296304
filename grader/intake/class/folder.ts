/** A level of a class that is a folder on the disk. */
import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GraderError } from '../../errors.js';
import type { ClassLevel, LevelEntry } from './level.js';
import { isThere } from '../../present.js';
import { isRun } from './own-runs.js';
import { fileFaultOf } from '../files/file-faults.js';
import { openSingle } from '../files/folder.js';
import { comparePaths, isNoise, showName, showNames, withSlashes } from '../../files/names.js';
import { openSource } from '../archives/open-source.js';

/** How much of a folder is examined to tell what it is: depth and entries. */
const MOST_DEEP = 4;
const MOST_SEEN = 1000;

/** Opens an archive as the level of a class, by its path on the disk; see `inside` of a level. */
export type OpenArchiveLevel = (file: string, look: boolean) => Promise<ClassLevel>;

/** Throws USAGE for an unreadable folder, and for a link, because it would lead out of the class. */
export async function folderLevel(folder: string, label: string, openLevel: OpenArchiveLevel): Promise<ClassLevel> {
  const listed = await entriesOf(folder);
  refuseLinks(listed, label);
  const all = listed.map(entryOf);
  const areRuns = await Promise.all(
    all.map(async ({ name, kind }) => kind === 'folder' && (await isRun(join(folder, name)))),
  );
  const runs = all.filter((_entry, index) => areRuns[index]).map(({ name }) => name);
  const found = all.filter((_entry, index) => !areRuns[index]);
  const entries = await Promise.all(found.map((entry) => withClone(entry, folder)));
  const kinds = new Map(entries.map(({ name, kind }) => [name, kind]));
  return {
    path: folder,
    entries,
    pathsIn: (name) => pathsBelow(join(folder, name)),
    isLook: false,
    inside: (name, look) =>
      kinds.get(name) === 'folder'
        ? folderLevel(join(folder, name), `${label}/${showName(name)}`, openLevel)
        : openLevel(join(folder, name), look),
    modified: () => null,
    whole: (name) => ({ path: join(folder, name) }),
    open: (name, as, options) => {
      const path = join(folder, name);
      const isWhole = kinds.get(name) === 'folder' || as === name;
      return isWhole ? openSource(path, showName(name), options) : openSingle(path, as);
    },
    fileAt: (name) => join(folder, name),
    remarks: runs.length === 0 ? [] : [tellRuns(runs)],
  };
}

function tellRuns(names: readonly string[]): string {
  const what = names.length === 1 ? 'is the folder of a run' : 'are folders of runs';
  return `${showNames(names)} ${what} of tuxgrade and not of a student: left out`;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw fileFaultOf(cause, folder);
  });
  return entries.filter(({ name }) => !isNoise(name)).sort((a, b) => comparePaths(a.name, b.name));
}

function refuseLinks(entries: readonly Dirent[], label: string): void {
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name);
  if (links.length === 0) return;
  const [are, advice] =
    links.length === 1
      ? ['is a symbolic link', 'put the folder itself there, or remove the link']
      : ['are symbolic links', 'put the folders themselves there, or remove the links'];
  throw new GraderError('USAGE', `${label}: ${showNames(links)} ${are}, and links are not followed in a class folder`, {
    advice,
  });
}

function entryOf(entry: Dirent): LevelEntry {
  return { name: entry.name, kind: entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other' };
}

async function withClone(entry: LevelEntry, folder: string): Promise<LevelEntry> {
  const isClone = entry.kind === 'folder' && (await isThere(join(folder, entry.name, '.git')));
  return isClone ? { ...entry, isClone } : entry;
}

/** Files below a folder, breadth first; none for an unreadable folder. */
async function pathsBelow(folder: string): Promise<readonly string[]> {
  const files: string[] = [];
  const pending = [{ path: '', depth: 0 }];
  let seen = 0;
  for (const { path, depth } of pending) {
    const entries = await readdir(join(folder, path), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => comparePaths(a.name, b.name))) {
      if (isNoise(entry.name)) continue;
      seen += 1;
      if (seen > MOST_SEEN) return files;
      const inner = `${path}${withSlashes(entry.name.normalize('NFC'))}`;
      if (entry.isFile()) files.push(inner);
      else if (entry.isDirectory() && depth < MOST_DEEP) {
        pending.push({ path: `${path}${entry.name}/`, depth: depth + 1 });
      }
    }
  }
  return files;
}
