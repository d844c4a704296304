/**
 * Reads the file names in rows. Conventions of other systems are read as intended and reported once for the table:
 * backslashes, and a folder before every name that the files are not in.
 */
import { posix } from 'node:path';
import type { Finding } from '../../protocol/data-set.js';

export interface NamedRow {
  /** As written in the table. */
  readonly written: string;
  readonly line: number;
}

export interface PathsRead {
  /** The path of each row below the folder of labels.csv; null if it leads out of it. */
  readonly names: readonly (string | null)[];
  readonly findings: readonly Finding[];
}

const MOST_SHOWN = 60;
/** Folders before a name that are tried. */
const MOST_FOLDERS = 20;
/** No file has a longer path, and normalising takes quadratic time. */
export const LONGEST_PATH = 4096;
/** The share of rows that must have a file without the prefix. */
const LEAST_FOUND = 0.5;

/** `files` are the existing files, composed as by `composed`. */
export function readPaths(rows: readonly NamedRow[], files: ReadonlySet<string>): PathsRead {
  const plain = rows.map(({ written }) => plainPath(written));
  const prefix = sharedPrefix(plain, files);
  const names = plain.map((name) => insideOf(name.slice(prefix.length)));
  return { names, findings: [...tellBackslashes(rows, names), ...tellPrefix(rows, prefix)] };
}

/** Composes accents: macOS writes them after the letter, others write one character. Overlong names are unchanged. */
export function composed(name: string): string {
  return name.length > LONGEST_PATH ? name : name.normalize('NFC');
}

function plainPath(written: string): string {
  if (written.length > LONGEST_PATH) return written;
  return posix.normalize(composed(written).replaceAll('\\', '/'));
}

function insideOf(name: string): string | null {
  return name === '..' || name.startsWith('../') || name.startsWith('/') || /^[a-z]:|\u0000/i.test(name) ? null : name;
}

/** A folder at the start of all names but not of the files, with a slash; empty if there is none. */
function sharedPrefix(names: readonly string[], files: ReadonlySet<string>): string {
  if (names.some((name) => files.has(name))) return '';
  let best = { prefix: '', found: Math.ceil(LEAST_FOUND * names.length) - 1 };
  for (const prefix of foldersOf(commonStart(names)).slice(0, MOST_FOLDERS)) {
    const found = names.filter((name) => files.has(name.slice(prefix.length))).length;
    if (found > best.found) best = { prefix, found };
  }
  return best.prefix;
}

function commonStart([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    let at = 0;
    while (at < length && first[at] === other[at]) at += 1;
    length = at;
  }
  return first.slice(0, length);
}

/** `a/`, `a/b/` of `a/b/c`. */
function foldersOf(start: string): string[] {
  return Array.from(start.matchAll(/\//g), ({ index }) => start.slice(0, index + 1));
}

function tellBackslashes(rows: readonly NamedRow[], names: readonly (string | null)[]): Finding[] {
  const meant = rows.flatMap(({ written, line }, index) => {
    const name = names[index] ?? null;
    return name !== null && written.includes('\\') ? [{ written, line, name }] : [];
  });
  const [first] = meant;
  if (first === undefined) return [];
  const more = meant.length === 1 ? '' : `, as ${String(meant.length - 1)} more rows have`;
  const found = `has a backslash${more}: read as ${first.name.slice(0, MOST_SHOWN)}`;
  return [{ code: 'path-spelling', file: first.written, row: first.line, found }];
}

function tellPrefix(rows: readonly NamedRow[], prefix: string): Finding[] {
  const [first] = rows;
  if (prefix === '' || first === undefined) return [];
  const found = `all rows begin with ${prefix.slice(0, MOST_SHOWN)}, where the files are not: read without it`;
  return [{ code: 'path-spelling', file: first.written, row: first.line, found }];
}
