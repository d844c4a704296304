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

interface Start {
  /** Of the words, the longest first. */
  lengths: number[];
  readonly words: Map<string, string>;
}

export class KnownWords {
  /** By their first characters: ids of a class begin alike, so among these they are looked up, not tried one by one. */
  readonly #starts = new Map<string, Start>();

  readonly #shortest: number;

  /** From each word to what stands in its place; those with fewer characters than `shortest` are left out. */
  constructor(words: ReadonlyMap<string, string>, shortest = SHORTEST) {
    this.#shortest = shortest;
    for (const [given, instead] of words) {
      const word = given.normalize('NFC').toLowerCase();
      if (word.length < shortest) continue;
      const begin = word.slice(0, shortest);
      const start = this.#starts.get(begin) ?? { lengths: [], words: new Map<string, string>() };
      this.#starts.set(begin, start);
      start.words.set(word, instead);
    }
    for (const start of this.#starts.values()) {
      start.lengths = [...new Set([...start.words.keys()].map(({ length }) => length))].sort((a, b) => b - a);
    }
  }

  replaceIn(given: string): string {
    if (this.#starts.size === 0 || given.length < this.#shortest) return given;
    const text = given.normalize('NFC');
    const lower = text.toLowerCase();
    // a few letters have lower forms of another length
    const searched = lower.length === text.length ? lower : text;
    let replaced = '';
    let from = 0;
    for (let at = 0; at + this.#shortest <= searched.length; at += 1) {
      const found = this.#longestAt(searched, at);
      if (found === null) continue;
      replaced += text.slice(from, at) + found.instead;
      from = at + found.length;
      at = from - 1;
    }
    return from === 0 ? given : replaced + text.slice(from);
  }

  #longestAt(text: string, at: number): { readonly length: number; readonly instead: string } | null {
    const start = this.#starts.get(text.slice(at, at + this.#shortest));
    if (start === undefined) return null;
    for (const length of start.lengths) {
      const word = text.slice(at, at + length);
      const instead = start.words.get(word);
      if (instead !== undefined && isWhole(word, text, at)) return { length, instead };
    }
    return null;
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
