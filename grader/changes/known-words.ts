/**
 * Finds what identifies people (ids, names, numbers, emails) in texts, and replaces it. Case does not matter. What is part of
 * a longer word is left, because it means something else; longer ids with digits are found in any place. Pure. Takes time
 * in proportion to the text, however many people there are.
 */
import { isRecord } from '../text/fields.js';

/** Shorter words mean too many other things to be looked for in texts. */
export const SHORTEST = 3;
/** From this length on, a word with a digit is nothing else. */
const DISTINCT = 6;

const INSIDE = /[\p{L}\p{N}]/u;

export class KnownWords {
  /** By their first characters, the longest first. */
  readonly #byStart = new Map<string, { readonly word: string; readonly instead: string }[]>();

  /** From each word to what stands in its place. */
  constructor(words: ReadonlyMap<string, string>) {
    for (const [given, instead] of words) {
      const word = given.normalize('NFC').toLowerCase();
      if (word.length < SHORTEST) continue;
      const start = word.slice(0, SHORTEST);
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), { word, instead }]);
    }
    for (const list of this.#byStart.values()) list.sort((a, b) => b.word.length - a.word.length);
  }

  replaceIn(given: string): string {
    if (this.#byStart.size === 0 || given.length < SHORTEST) return given;
    const text = given.normalize('NFC');
    const lower = text.toLowerCase();
    // a few letters have lower forms of another length
    const searched = lower.length === text.length ? lower : text;
    let replaced = '';
    let from = 0;
    for (let at = 0; at + SHORTEST <= searched.length; at += 1) {
      const found = this.#byStart
        .get(searched.slice(at, at + SHORTEST))
        ?.find(({ word }) => searched.startsWith(word, at) && isWhole(word, searched, at));
      if (found === undefined) continue;
      replaced += text.slice(from, at) + found.instead;
      from = at + found.word.length;
      at = from - 1;
    }
    return from === 0 ? given : replaced + text.slice(from);
  }

  isIn(text: string): boolean {
    return this.replaceIn(text) !== text;
  }

  /** A copy of plain data with all texts replaced, keys too; `except` names keys whose values stay. */
  replaceInAll<T>(value: T, except: ReadonlySet<string> = new Set()): T {
    return this.#copied(value, except) as T;
  }

  #copied(value: unknown, except: ReadonlySet<string>): unknown {
    if (typeof value === 'string') return this.replaceIn(value);
    if (Array.isArray(value)) return value.map((item) => this.#copied(item, except));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) =>
        except.has(key) ? [key, item] : [this.replaceIn(key), this.#copied(item, except)],
      ),
    );
  }
}

function isWhole(word: string, text: string, at: number): boolean {
  if (word.length >= DISTINCT && /\d/.test(word)) return true;
  const [before = '', after = ''] = [text[at - 1], text[at + word.length]];
  return !INSIDE.test(before) && !INSIDE.test(after);
}
