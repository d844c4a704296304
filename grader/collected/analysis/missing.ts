/** For a row whose file is missing, names a file with almost the same name: in another case, or with look-alikes. */
import { asTyped, codePointOf } from '../../text/look-alikes.js';
import { LONGEST_PATH } from './paths.js';

export class NamesAlike {
  readonly #names: ReadonlyMap<string, string>;

  constructor(files: readonly string[]) {
    this.#names = new Map(files.map((file) => [keyOf(file), file]));
  }

  /** The file that may be meant. */
  find(name: string): string | undefined {
    return this.#names.get(keyOf(name));
  }
}

export function missingSentence(name: string, other: string | undefined): string {
  if (other === undefined) return 'there is no such file';
  const sentence = `there is no such file, but ${other}`;
  if (asTyped(name) !== asTyped(other)) return sentence;
  // they look the same in a report
  return `${sentence}, which looks alike: the row has ${foreignOf(name)}, the file has ${foreignOf(other)}`;
}

function keyOf(name: string): string {
  return asTyped(name.slice(0, LONGEST_PATH)).toLowerCase();
}

const MOST_NAMED = 5;

/** Codes of the characters outside ASCII. */
function foreignOf(name: string): string {
  const found = new Set(
    Array.from(name.normalize('NFC')).filter((character) => (character.codePointAt(0) ?? 0) > 0x7e),
  );
  if (found.size === 0) return 'only characters of the keyboard';
  return Array.from(found, codePointOf).slice(0, MOST_NAMED).join(', ');
}
