/**
 * The second place of files in a snapshot: where they were handed in, below a folder of its own, for imports of code.
 * Relies on the first copy: files that have one are copied from it.
 */
import { chmodSync, constants, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFact, Unmoved } from '../../stages/submission.js';
import type { SourceFile } from './source.js';

export interface SecondPlaces {
  /** In the snapshot, without a slash. */
  readonly folder: string;
  /** Files that have no other place, with their paths in the snapshot. */
  readonly alone: readonly SourceFile[];
  readonly all: readonly { readonly path: string; readonly from: string }[];
}

const FOLDER = 'as-handed-in';

/** `from` is the path of each file that is read; null if there is nothing to do. */
export function secondPlaces(files: readonly SourceFile[], unmoved: readonly SourceFile[]): SecondPlaces | null {
  if (unmoved.length === 0) return null;
  const folder = freeFolder(files);
  const places = new Map(files.map(({ key, path }) => [key, path]));
  const alone = unmoved
    .filter(({ key }) => !places.has(key))
    .map((file) => ({ ...file, path: `${folder}/${file.path}` }));
  const all = unmoved.map(({ key, path }) => ({ path, from: places.get(key) ?? `${folder}/${path}` }));
  return { folder, alone, all };
}

/** A name that no file of the student begins with, on any disk. */
function freeFolder(files: readonly SourceFile[]): string {
  const taken = new Set(files.map(({ path }) => path.split('/', 1)[0]?.toLowerCase()));
  let folder = FOLDER;
  while (taken.has(folder)) folder += '-';
  return folder;
}

/** Puts the files that were read elsewhere into their second places, whose folders exist. */
export function copyToSecondPlaces(root: string, { folder, all }: SecondPlaces, mode: number): void {
  for (const { path, from } of all) {
    const place = `${folder}/${path}`;
    if (from === place) continue;
    copyFileSync(join(root, from), join(root, place), constants.COPYFILE_EXCL);
    chmodSync(join(root, place), mode);
  }
}

/** As the stages hand it on. */
export function unmovedOf({ folder, all }: SecondPlaces): Unmoved {
  const pathOf = new Map(
    all.filter(({ from, path }) => from !== `${folder}/${path}`).map(({ from, path }) => [from, path]),
  );
  return { folder, paths: all.map(({ path }) => path), pathOf };
}

/** What the digest of a submission covers besides its files: these, where they were handed in. */
export function digestedOf({ all }: SecondPlaces, facts: readonly FileFact[]): { path: string; sha256: string }[] {
  const digests = new Map(facts.map(({ path, sha256 }) => [path, sha256]));
  return all.map(({ path, from }) => ({ path, sha256: digests.get(from) ?? '' }));
}
