/**
 * Examines names of files inside a submission: which can be copied, and which were left behind by tools. Pure. A name
 * is text of the student: it must be shown escaped, and must not reach a shell or a file system before it was examined.
 */
import { posix } from 'node:path';
import { ACTING, INVISIBLE, MARKS, writeOut } from '../text/hostile-text.js';
import { isLeftBehind } from './tool-files.js';
import { MAX_DEPTH, MAX_NAME_BYTES, MAX_PATH_BYTES } from './caps.js';

export { isLeftBehind as isNoise } from './tool-files.js';

export type NameVerdict =
  /** `path` is normalised: no `.` or empty parts, Unicode NFC (macOS stores NFD). */
  | { readonly kind: 'ok'; readonly path: string }
  /** It leads outside the folder: absolute, a drive letter, or a `..` part. */
  | { readonly kind: 'escape' }
  /** Cannot be in a snapshot; `why` completes "… was left out: …". */
  | { readonly kind: 'unfit'; readonly why: string }
  /** Left behind by a tool; `what` is the part by which it was recognised. */
  | { readonly kind: 'noise'; readonly what: string };

/** Characters that are refused in names. Joiners of letters or emoji, and marks of direction, are accepted. */
const UNFIT = new RegExp(`[\\p{Cc}${ACTING}${INVISIBLE}]`, 'u');
/** Characters that are invisible or change how a line reads: they are escaped. */
const UNPRINTABLE = new RegExp(`[\\p{Cc}${ACTING}${INVISIBLE}${MARKS}]`, 'u');

/** The name with `/` between folders, where programs of Windows write a backslash. */
export function withSlashes(name: string): string {
  return name.replaceAll('\\', '/');
}

/** Examines a relative path, as found in a folder or written in an archive. */
export function examineName(written: string): NameVerdict {
  // must be first: a name may grow to three times its length
  const raw = withSlashes(written.normalize('NFC'));
  if (raw.startsWith('/') || /^[A-Za-z]:\//.test(raw)) return { kind: 'escape' };
  const parts = raw.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) return { kind: 'escape' };
  const noise = parts.find(isLeftBehind);
  if (noise !== undefined) return { kind: 'noise', what: noise };
  const why = unfitness(parts);
  return why === null ? { kind: 'ok', path: parts.join('/') } : { kind: 'unfit', why };
}

function unfitness(parts: readonly string[]): string | null {
  const path = parts.join('/');
  if (parts.length === 0) return 'its name is empty';
  if (UNFIT.test(path)) return 'its name contains a line break, a control character or an invisible one';
  if (parts.length > MAX_DEPTH + 1) return `it is more than ${String(MAX_DEPTH)} folders deep`;
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) return `its path is longer than ${String(MAX_PATH_BYTES)} bytes`;
  const long = parts.some((part) => Buffer.byteLength(part) > MAX_NAME_BYTES);
  return long ? `its name is longer than ${String(MAX_NAME_BYTES)} bytes` : null;
}

/** Normalises a path of a rubric like the paths of files: `./answers.json` is `answers.json`. */
export function plainPath(path: string): string {
  return posix.normalize(path).normalize('NFC');
}

/** True when every character of a name is visible, on one line. */
export function isPrintable(name: string): boolean {
  return !UNPRINTABLE.test(name);
}

/** A student's name for a sentence: one line, printable, at most 80 characters. */
export function showName(name: string): string {
  // only the part that can be shown is examined
  const start = Array.from(name.slice(0, 200), (char) => (UNPRINTABLE.test(char) ? writeOut(char) : char));
  return start.length <= 80 ? start.join('') : `${start.slice(0, 77).join('')}...`;
}

/** Names in one sentence. */
const MOST_NAMED = 10;

/** The first names, as shown, and the number of others. */
export function showNames(names: readonly string[]): string {
  const more = names.length > MOST_NAMED ? ` and ${String(names.length - MOST_NAMED)} more` : '';
  return `${names.slice(0, MOST_NAMED).map(showName).join(', ')}${more}`;
}

/** The order of paths everywhere in intake: by their bytes in UTF-8, so that it does not depend on a locale. */
export function comparePaths(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * The beginning of all paths if they are in one folder (`hw2/` of `hw2/answers.json`); empty otherwise. A folder with
 * which an expected path begins belongs to the homework and is not a wrapper.
 */
export function wrapperOf(paths: readonly string[], expects: readonly string[]): string {
  let wrapper = '';
  for (;;) {
    const first = paths[0]?.slice(wrapper.length).split('/') ?? [];
    const folder = first[0];
    if (folder === undefined || first.length < 2) return wrapper;
    if (!paths.every((path) => path.startsWith(`${wrapper}${folder}/`))) return wrapper;
    if (expects.some((path) => path.startsWith(`${folder}/`))) return wrapper;
    wrapper += `${folder}/`;
  }
}
