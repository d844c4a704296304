/**
 * What the bundler says about a student's code, in words that help: it writes for people who configure it. `files` are
 * the paths that may be meant, relative to what the file with the error is relative to. Pure, and linear in the files.
 */
import { posix } from 'node:path';
import { showName } from './names.js';

export type BundlerWords =
  /** An import that leads to no file; `why` may follow "… is not there", and is empty if nothing is near. */
  | { readonly kind: 'unresolved'; readonly wanted: string; readonly why: string }
  /** An import of something that is no file of the student; `why` as above. */
  | { readonly kind: 'package'; readonly wanted: string; readonly why: string }
  | { readonly kind: 'other'; readonly sentence: string };

/** `message` has no absolute paths any more; `file` is where it was found, null if that is not known. */
export function wordsOf(message: string, file: string | null, files: readonly string[]): BundlerWords {
  const unread = /^Cannot read file: (.*)/.exec(message)?.[1];
  if (unread !== undefined) return { kind: 'unresolved', wanted: unread, why: nearTo(unread, files) };
  const wanted = /^Could not resolve (?:(?:import|require)\()?"(.*)"/.exec(message)?.[1];
  if (wanted === undefined) return { kind: 'other', sentence: plainSentence(message, file) };
  const folder = posix.dirname(file ?? '');
  // a backslash is written twice
  const path = wanted.replaceAll('\\\\', '/');
  if (!path.startsWith('.')) return { kind: 'package', wanted, why: ownFile(path, folder, files) };
  return { kind: 'unresolved', wanted, why: path === wanted ? nearTo(posix.join(folder, path), files) : SLASHES };
}

const SLASHES = ': write "/" between folders and names';

/** What is there instead of `path`: the name in another case or with another ending. */
function nearTo(path: string, files: readonly string[]): string {
  if (path.startsWith('../')) return ': it lies outside of what was handed in';
  const stem = stemOf(path);
  const found = files.find((one) => stemOf(one).toLowerCase() === stem.toLowerCase());
  if (found === undefined) return '';
  const there = `, but ${showName(found)} is`;
  return stemOf(found) === stem ? there : `${there}: upper and lower case matter, even if your own disk ignores it`;
}

/** The name of a package that may be meant for a file of the student, such as `layers.js` or `@/layers`. */
function ownFile(path: string, folder: string, files: readonly string[]): string {
  const stem = stemOf(path.replace(/^[@~]?\//, ''));
  const meant = [posix.join(folder, stem), stem];
  const found = files.find((one) => meant.includes(stemOf(one)));
  if (found === undefined) return '';
  const way = posix.relative(folder, found);
  return `: your own ${showName(found)} is imported as "${showName(way.startsWith('.') ? way : `./${way}`)}"`;
}

/** Without what an import may leave out or write otherwise. */
const stemOf = (path: string) => path.replace(/(?:\/index)?\.(?:[cm]?[jt]s|[jt]sx|json)$/, '');

/** The whole message, and what is said in its place. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [
    /^.*"\\x(?:[89a-f][0-9a-f]|00)".*$/,
    'this is not text in UTF-8, but perhaps in UTF-16: save the file with the encoding UTF-8',
  ],
  [
    /^No loader is configured for "(.*)" files: .*$/,
    'a file with the ending $1 cannot be imported: only code, JSON and text can',
  ],
  [
    /^Top-level await is currently not supported.*$/,
    'await outside of functions is not possible here: write it into an async function',
  ],
  [
    /^The JSX syntax extension is not currently enabled.*$/,
    'tags as in HTML (JSX) cannot be read here: write plain TypeScript or JavaScript',
  ],
];

function plainSentence(message: string, file: string | null): string {
  const known = SENTENCES.find(([pattern]) => pattern.test(message));
  if (known !== undefined) return message.replace(known[0], known[1]);
  if (file === null || posix.basename(file) !== 'package.json') return message;
  const name = showName(file);
  return `${name} is not JSON, and Node.js refuses the code beside it as well: correct it or leave it out (${message})`;
}
