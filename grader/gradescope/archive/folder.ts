/** Reads the files of a folder for an archive: in the same order on every machine, links followed. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { comparePaths } from '../../files/names.js';
import type { PackedFile } from '../../workspace/packing/zip.js';

/** By its path in the folder, with forward slashes. */
export type Chosen = (path: string) => boolean;

/** By their paths in the folder; what begins with a dot is left out. */
export async function filesIn(folder: string, chosen: Chosen = () => true): Promise<readonly PackedFile[]> {
  const paths = (await pathsIn(folder, '')).filter(chosen).sort(comparePaths);
  const files: PackedFile[] = [];
  for (const path of paths) files.push({ path, bytes: await readFile(join(folder, path)) });
  return files;
}

async function pathsIn(folder: string, below: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(join(folder, below))) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = below === '' ? name : `${below}/${name}`;
    const facts = await stat(join(folder, path));
    if (facts.isDirectory()) found.push(...(await pathsIn(folder, path)));
    else if (facts.isFile()) found.push(path);
  }
  return found;
}
