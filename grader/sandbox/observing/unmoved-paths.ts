/** Paths of a snapshot in which code lies a second time, where it was handed in: students are shown the paths of their own folder. Pure. */
import type { Snapshot } from '../../stages/submission.js';

/** Where the file that lies at `path` was handed in, as a path of the snapshot; null if it was not moved. */
export function unmovedPath(path: string, { unmoved }: Pick<Snapshot, 'unmoved'>): string | null {
  const own = unmoved?.pathOf.get(path);
  return unmoved === undefined || own === undefined ? null : `${unmoved.folder}/${own}`;
}

/** A path of the snapshot as its student knows it. */
export function shownPath(path: string, { unmoved }: Pick<Snapshot, 'unmoved'>): string {
  return unmoved !== undefined && path.startsWith(`${unmoved.folder}/`) ? path.slice(unmoved.folder.length + 1) : path;
}

/** All files that code may lie in, as paths of the snapshot. */
export function codePaths({ files, unmoved }: Pick<Snapshot, 'files' | 'unmoved'>): string[] {
  const others = unmoved?.paths.map((path) => `${unmoved.folder}/${path}`) ?? [];
  return [...files.map(({ path }) => path), ...others];
}
