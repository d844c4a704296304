/**
 * Clones that GitHub Classroom and Classroom 50 make of a class: `assignment-username` for each student. Their `.git` is
 * only looked at for being there: neither its configuration nor its hooks may be read, because students wrote them. Pure.
 */
import { basename } from 'node:path';
import type { ClassLevel } from './level.js';

/** `quiz2-submissions` of GitHub Classroom; `cs-quiz2_submissions_2026_09_13_T_14_30_45` of Classroom 50. */
const PARENT = /^(.+?)(?:-submissions|_submissions(?:_[\d_T]+)?)$/u;

/** The username of each folder by its name; empty if the folders are not such clones. */
export function usernamesIn({ path, entries }: Pick<ClassLevel, 'path' | 'entries'>): ReadonlyMap<string, string> {
  const folders = entries.filter(({ kind, name }) => kind === 'folder' && !name.startsWith('.'));
  const names = folders.map(({ name }) => name);
  if (names.length === 0 || folders.some(({ isClone }) => isClone !== true)) return new Map();
  const named = PARENT.exec(basename(path))?.[1];
  const prefix = named !== undefined && isBefore(`${named}-`, names) ? `${named}-` : sharedStart(names);
  return new Map(prefix === '' ? [] : names.map((name) => [name, name.slice(prefix.length)]));
}

const isBefore = (prefix: string, names: readonly string[]) =>
  names.every((name) => name.startsWith(prefix) && name.length > prefix.length);

/** What all names begin with, up to a hyphen; empty for one name, which says nothing about its parts. */
function sharedStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  if (others.length === 0) return '';
  let prefix = first.slice(0, first.lastIndexOf('-') + 1);
  while (prefix !== '' && !isBefore(prefix, names))
    prefix = prefix.slice(0, prefix.lastIndexOf('-', prefix.length - 2) + 1);
  return prefix;
}
