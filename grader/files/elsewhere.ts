/**
 * Finds a missing file that exists under another name, in another folder or as another kind of file, and says what to
 * do. The same for code, models, answers, logs and data. Must not be used to choose what is graded. Pure, and linear in
 * the files.
 */
import { CODE_ENDINGS, isOtherCode, otherKind } from './other-kinds.js';
import { originalOf } from './copy-names.js';
import { showName } from './names.js';
import { asTyped, nameForeign } from '../text/look-alikes.js';

/** The most files that a sentence names. */
const MOST_NAMED = 3;
/** The rank of files that cannot be used under any name. */
const OF_ANOTHER_KIND = 6;
/** The fewest letters of a name that are searched for within another. */
const LEAST_WITHIN = 4;

/** `found` may be meant for `wanted`; `how` follows "<found> is there". */
interface Near extends Way {
  readonly found: string;
  readonly wanted: string;
}

interface Way {
  /** 0 is the nearest. */
  readonly rank: number;
  readonly how: string;
}

/** A path, and the forms in which it is compared. */
interface Name {
  readonly path: string;
  readonly base: string;
  /** With its dot, in lower case; empty if there is none. */
  readonly ending: string;
  /** Path and name as a keyboard would write them, in lower case. */
  readonly key: string;
  readonly baseKey: string;
  /** The key of the file that it is a copy of; null if it is not a copy. */
  readonly originalKey: string | null;
  /** The letters and digits of the name up to its first dot. */
  readonly plain: string;
}

/**
 * `; <file> is there: <what to do>` for the most similar file, or an empty string. `wanted` are the acceptable paths,
 * the usual one first; `files` are those that may be meant.
 */
export function elsewhere(wanted: readonly string[], files: Iterable<string>): string {
  const names = wanted.map((path) => nameOf(path.normalize('NFC')));
  let best: Near[] = [];
  for (const found of files) {
    const near = nearest(nameOf(found), names);
    const rank = best[0]?.rank ?? Infinity;
    if (near === null || near.rank > rank) continue;
    best = near.rank < rank ? [near] : [...best, near].slice(0, MOST_NAMED + 1);
  }
  const [first, ...others] = best;
  if (first === undefined) return '';
  return others.length === 0 ? `; ${showName(first.found)} is there${first.how}` : severalThere(best, first);
}

function severalThere(all: readonly Near[], { wanted, rank, how }: Near): string {
  const listed = all.slice(0, MOST_NAMED).map(({ found }) => showName(found));
  const names =
    all.length > MOST_NAMED
      ? `${listed.join(', ')} and more`
      : `${listed.slice(0, -1).join(', ')} and ${listed.at(-1) ?? ''}`;
  const isKind = rank >= OF_ANOTHER_KIND && all.every((one) => one.how === how);
  return `; ${names} are there${isKind ? how : `: put the right one at ${showName(wanted)}`}`;
}

/** Files that may be misplaced: those whose paths the rubric does not name. */
export function strays(files: readonly { readonly path: string; readonly isExpected?: boolean }[]): string[] {
  return files.filter(({ isExpected }) => isExpected !== true).map(({ path }) => path);
}

/** If paths differ only in their endings, the one with the file's own ending is meant, otherwise the usual one. */
function nearest(found: Name, wanted: readonly Name[]): Near | null {
  const ways = wanted.flatMap((name) => {
    const way = wayTo(name, found);
    return way === null ? [] : [{ ...way, found: found.path, wanted: name.path }];
  });
  return ways.length === 0 ? null : ways.reduce((best, way) => (way.rank < best.rank ? way : best));
}

function wayTo(wanted: Name, found: Name): Way | null {
  // whatever it is called, another name does not make it what is wanted
  if (isOtherCode(found.path) && found.ending !== wanted.ending) return lookingLike(wanted, found);
  const at = showName(wanted.path);
  const inPlace = wanted.key === found.key ? spelling(wanted.path, found.path) : renamed(wanted.key, found);
  if (inPlace !== null) return { rank: inPlace.rank, how: `${inPlace.how}; call it ${at}` };
  if (found.base === wanted.base) return { rank: 2, how: `: put it at ${at}` };
  const moved =
    wanted.baseKey === found.baseKey
      ? spelling(wanted.base, found.base)
      : renamed(wanted.baseKey, withoutFolder(found));
  if (moved !== null) return { rank: 3, how: `${moved.how}; put it at ${at}` };
  return lookingLike(wanted, found);
}

function withoutFolder(name: Name): Name {
  const { baseKey, originalKey } = name;
  return { ...name, key: baseKey, originalKey: originalKey === null ? null : baseOf(originalKey) };
}

/** Almost the same name, a name that contains it, or the same name of another kind. */
function lookingLike(wanted: Name, found: Name): Way | null {
  const at = showName(wanted.path);
  const isAlike = wanted.plain !== '' && wanted.plain === found.plain;
  if (wanted.ending === found.ending) {
    if (isAlike) return { rank: 4, how: `: rename it to exactly ${at}` };
    const isWithin = wanted.plain.length >= LEAST_WITHIN && found.plain.includes(wanted.plain);
    return isWithin ? { rank: 5, how: `: if it is the right file, call it ${at}` } : null;
  }
  // the code of a homework in another language has a name of its own
  if (!isAlike && !CODE_ENDINGS.includes(wanted.ending)) return null;
  const kind = otherKind(wanted.path, found.path);
  return kind === null
    ? null
    : { rank: isAlike ? OF_ANOTHER_KIND : OF_ANOTHER_KIND + 1, how: `, but ${kind}: hand in ${at}` };
}

/** The same name in other case, or with characters that look alike. */
function spelling(wanted: string, found: string): Way | null {
  if (wanted === found) return null;
  if (wanted.toLowerCase() === found.toLowerCase()) return { rank: 0, how: ': names are case-sensitive' };
  const foreign = nameForeign(found, wanted);
  return { rank: 0, how: foreign === null ? ', which only looks alike' : `, which looks alike: ${foreign}` };
}

/** The same name with something that a browser, a desktop or an editor added or removed. */
function renamed(wanted: string, { key, originalKey, ending }: Name): Way | null {
  if (originalKey === wanted) return { rank: 1, how: ', the name of a copy' };
  if (ending === '') return wanted.startsWith(`${key}.`) ? { rank: 1, how: ': its name has no ending' } : null;
  const isSecond = key.length === wanted.length + ending.length && key.startsWith(wanted);
  return isSecond ? { rank: 1, how: `: its name has a second ending, ${showName(ending)}` } : null;
}

function nameOf(path: string): Name {
  const base = baseOf(path);
  const dot = base.lastIndexOf('.');
  const original = originalOf(path);
  const key = keyOf(path);
  const originalKey = original === null ? null : keyOf(original);
  return {
    path,
    base,
    ending: dot > 0 ? base.slice(dot).toLowerCase() : '',
    key,
    baseKey: baseOf(key),
    originalKey,
    plain: (baseOf(originalKey ?? key).split('.', 1)[0] ?? '').replace(/[^\p{L}\p{N}]/gu, ''),
  };
}

const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);

function keyOf(path: string): string {
  const plain = /^[ -~]*$/.test(path) ? path : asTyped(asTyped(path).normalize('NFKC'));
  return plain.toLowerCase();
}
