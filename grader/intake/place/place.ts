/**
 * Puts a submission's files where the rubric expects them: students hand in a folder around them, a report beside that
 * folder, code in `src/`, a file that a browser renamed. Unambiguous files are moved, with a remark; ambiguous ones
 * must stay where they are. Pure, and the same for a folder and every kind of archive.
 */
import { posix } from 'node:path';
import { copiesOf, originalOf } from '../../files/copy-names.js';
import { comparePaths, plainPath, showName, wrapperOf } from '../../files/names.js';
import { findRoots, isCode, keyOfWanted, listOf, type Root } from './roots.js';
import { unmovedCode } from './unmoved.js';
import { PathsTaken } from '../files/paths-taken.js';
import type { SourceFile } from '../files/source.js';

interface Moved {
  /** With their new names; a file whose place another one has taken is left out. */
  readonly files: readonly SourceFile[];
  readonly remarks: readonly string[];
}

export interface Placed extends Moved {
  /** Where code was moved away from what it may import: that and code at their old names, for its imports alone. */
  readonly unmoved: readonly SourceFile[];
}

/** `expects` are the paths that the rubric names. */
export function placeFiles(given: readonly SourceFile[], expects: readonly string[]): Placed {
  const wanted = expects.map(plainPath);
  const wrapper = wrapperOf(
    given.map(({ path }) => path),
    wanted,
  );
  // in the same order, whatever the form of the submission
  const inner = given
    .map((file) => ({ ...file, path: file.path.slice(wrapper.length) }))
    .sort((a, b) => comparePaths(a.path, b.path));
  const roots = findRoots(
    inner.map(({ path }) => path),
    wanted,
  );
  const moved = moveToRoots(inner, roots.roots, wanted);
  const renamed = renameCopies(moved.files, wanted);
  const around =
    wrapper === '' ? [] : [`all files lie in ${showName(wrapper)}: that folder was taken as the submission`];
  return {
    files: renamed.files,
    unmoved: unmovedCode(inner, moved.files),
    remarks: [...around, ...roots.remarks, ...moved.remarks, ...renamed.remarks],
  };
}

/** Files of roots lose the root's name; all others keep their names, unless a file of a root has taken it. */
function moveToRoots(files: readonly SourceFile[], roots: readonly Root[], wanted: readonly string[]): Moved {
  if (roots.length === 0) return { files, remarks: [] };
  const staying = foldersInPlace(files, wanted);
  const rootOf = (path: string) =>
    roots
      .filter((root) => path.startsWith(root.folder) && goesAlong(path, root, staying))
      .reduce<Root | null>((best, root) => (root.folder.length > (best?.folder.length ?? 0) ? root : best), null);
  // earlier roots take precedence, and files outside roots come last
  const rank = (root: Root | null) => (root === null ? roots.length : roots.indexOf(root));
  const rooted = files.map((file) => ({ file, root: rootOf(file.path) })).sort((a, b) => rank(a.root) - rank(b.root));
  const taken = new PathsTaken();
  const placed: SourceFile[] = [];
  const lost: string[] = [];
  for (const { file, root } of rooted) {
    const path = file.path.slice(root?.folder.length ?? 0);
    if (taken.add(path)) placed.push({ ...file, path });
    else if (root !== null && taken.add(file.path)) placed.push(file);
    else lost.push(file.path);
  }
  const areImported =
    lost.every((path) => isCode(path) && !wanted.includes(path)) && unmovedCode(files, placed).length > 0;
  return { files: placed, remarks: lost.length === 0 ? [] : [lostRemark(lost, areImported)] };
}

/** Whether a file below a root is moved: files that the submission lacks, and those that belong to them. */
function goesAlong(path: string, { folder, isBase, holds }: Root, staying: readonly string[]): boolean {
  const target = path.slice(folder.length);
  if (isBase || holds.includes(target) || holds.includes(originalOf(target) ?? target)) return true;
  const withCode = holds.some(isCode);
  if (isCode(path)) return withCode;
  if (staying.some((one) => path.startsWith(one))) return false;
  const isWeights = holds.some((held) => held.endsWith('.json')) && WEIGHTS.test(target);
  return withCode || isWeights || holds.some((held) => held.includes('/') && target.startsWith(folderOf(held)));
}

/** Shards of old converters have no extension. */
const WEIGHTS = /\.bin$|^[^./]+$/;

/** Folders of the homework that are in their place. */
function foldersInPlace(files: readonly SourceFile[], wanted: readonly string[]): string[] {
  const there = new Set(files.map(({ path }) => path));
  return wanted.filter((path) => path.includes('/') && there.has(path)).map(folderOf);
}

/** The folder of a path, with its slash. */
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

const MOST_NAMED = 5;

function lostRemark(lost: readonly string[], areImported: boolean): string {
  const names = [...lost].sort(comparePaths).slice(0, MOST_NAMED).map(showName);
  const more = lost.length > MOST_NAMED ? ` and ${String(lost.length - MOST_NAMED)} more` : '';
  const [were, same] = lost.length === 1 ? ['was', 'a file of that name'] : ['were', 'files of those names'];
  const but = areImported ? ', except for imports' : '';
  return `${names.join(', ')}${more} ${were} left out${but}: the folder taken as the submission has ${same}`;
}

/** An expected file that exists only as a copy (`model (1).json`) gets its original name. */
function renameCopies(files: readonly SourceFile[], wanted: readonly string[]): Moved {
  const there = new Set(files.map(({ path }) => path));
  const copies = [...there].filter((path) => originalOf(path) !== null);
  if (copies.length === 0) return { files, remarks: [] };
  const names = new Map<string, string>();
  const remarks: string[] = [];
  for (const alternatives of alternativesOf(wanted)) {
    const found = alternatives.flatMap((path) => copiesOf(path, copies).map((copy) => ({ copy, path })));
    const named = alternatives.find((path) => there.has(path));
    const [only, ...others] = found;
    if (only === undefined) continue;
    const shown = listOf(found.map(({ copy }) => copy));
    if (named !== undefined) {
      remarks.push(`${shown} ${others.length === 0 ? 'is' : 'are'} there beside ${showName(named)}, which was graded`);
    } else if (others.length === 0 && !hasFolder(there, only.path)) {
      names.set(only.copy, only.path);
      remarks.push(`${shown} was taken for ${showName(only.path)}: it has the name of a copy`);
    }
  }
  remarks.push(...weightRemarks(copies, there, wanted));
  return { files: files.map((file) => ({ ...file, path: names.get(file.path) ?? file.path })), remarks };
}

function hasFolder(there: ReadonlySet<string>, path: string): boolean {
  return Array.from(there).some((file) => file.startsWith(`${path}/`));
}

/** Only model.json says which weights are meant: its reader uses such a copy if the named file does not exist. */
function weightRemarks(copies: readonly string[], there: ReadonlySet<string>, wanted: readonly string[]): string[] {
  const folders = wanted.filter((path) => path.endsWith('.json')).map((path) => posix.dirname(path));
  return copies
    .filter((copy) => folders.includes(posix.dirname(copy)) && WEIGHTS.test(posix.basename(copy)))
    .flatMap((copy) => {
      const original = originalOf(copy) ?? '';
      if (there.has(original) || copiesOf(original, copies).length > 1) return [];
      return [`${showName(copy)} has the name of a copy: it is read as ${showName(posix.basename(original))}`];
    });
}

/** Groups of paths of which one is sufficient. */
function alternativesOf(wanted: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const path of new Set(wanted)) groups.set(keyOfWanted(path), [...(groups.get(keyOfWanted(path)) ?? []), path]);
  return [...groups.values()];
}
