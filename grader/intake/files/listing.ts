/**
 * Lists the entries of an archive of any format as files: names and kinds are checked, nothing is unpacked. Memory must
 * be bounded by the limits of a submission, however many entries there are.
 */
import { GraderError } from '../../errors.js';
import type { EntryFact, Obstacle } from '../../protocol/reader.js';
import { assertFits, MAX_ENTRIES, tooManyFiles, type IntakeLimits } from '../../files/caps.js';
import { comparePaths, examineName, showName, withSlashes } from '../../files/names.js';
import { noiseRemark, type SourceFile } from './source.js';

/** Why the bytes of an entry cannot be read, and what to do about it. */
export const OBSTACLE_WORDS: Readonly<Record<Obstacle, { readonly why: string; readonly advice: string }>> = {
  encrypted: { why: 'is encrypted: FILE needs a password', advice: 'zip without a password' },
  method: { why: 'packs FILE with a method other than deflate', advice: "use your system's own zip command" },
};

/** Why an entry that is not a file is left out. */
const NOT_REGULAR: Readonly<Record<Exclude<EntryFact['kind'], 'regular' | 'folder'>, string>> = {
  link: 'it is a symbolic link, and links are not followed',
  'hard-link': 'it is a hard link to something that is not a file before it in the archive',
  other: 'it is not a regular file',
};

/** The most remarks, and kinds of noise, that are kept. */
const MOST_KEPT = 1000;

export interface Listed {
  readonly files: readonly SourceFile[];
  readonly remarks: readonly string[];
}

export class Listing {
  /** The archive's name in messages. */
  readonly #label: string;
  readonly #limits: IntakeLimits;
  readonly #files: SourceFile[] = [];
  readonly #seen = new Set<string>();
  readonly #remarks: string[] = [];
  readonly #noise = new Set<string>();
  #entries = 0;

  constructor(label: string, limits: IntakeLimits) {
    this.#label = label;
    this.#limits = limits;
  }

  /**
   * Adds the next entry; its file is requested by `key`. Throws GraderError: BAD_ARCHIVE (encrypted, ambiguous),
   * PATH_ESCAPE (a name that leads out of the folder), TOO_LARGE (too many).
   */
  add(entry: EntryFact, key: number): void {
    // some programs write a backslash between folders, and after one
    const name = withSlashes(entry.name);
    this.#entries += 1;
    if (this.#entries > MAX_ENTRIES) throw tooManyFiles(this.#limits.files);
    const verdict = examineName(name);
    switch (verdict.kind) {
      case 'escape':
        throw new GraderError('PATH_ESCAPE', `${this.#label} holds ${showName(name)}, which would lie outside it`, {
          advice: 'zip the folder again with plain relative names',
        });
      case 'noise':
        if (this.#noise.size < MOST_KEPT) this.#noise.add(verdict.what);
        return;
      case 'unfit':
        if (!name.endsWith('/')) this.#remark(`${showName(name)} was left out: ${verdict.why}`);
        return;
      case 'ok':
        if (!name.endsWith('/')) this.#addFile(entry, verdict.path, key);
    }
  }

  /** All files, after all entries were added. Throws what `add` throws. */
  finish(): Listed {
    assertFits(this.#files, this.#limits);
    this.#assertNoFileIsFolder();
    return { files: this.#files, remarks: [...this.#remarks.sort(comparePaths), ...noiseRemark(this.#noise)] };
  }

  #remark(text: string): void {
    if (this.#remarks.length < MOST_KEPT) this.#remarks.push(text);
  }

  #addFile({ kind, bytes, obstacle }: EntryFact, path: string, key: number): void {
    const shown = showName(path);
    if (kind === 'folder') return;
    if (kind !== 'regular') {
      this.#remark(`${shown} was left out: ${NOT_REGULAR[kind]}; hand in the file itself`);
      return;
    }
    if (this.#seen.has(path)) {
      throw badArchive(`${this.#label} holds ${shown} twice`, 'zip the folder again, from scratch');
    }
    this.#seen.add(path);
    if (obstacle !== null) {
      const { why, advice } = OBSTACLE_WORDS[obstacle];
      throw badArchive(`${this.#label} ${why.replace('FILE', () => shown)}`, advice);
    }
    if (this.#files.length >= this.#limits.files) throw tooManyFiles(this.#limits.files);
    this.#files.push({ path, bytes, key });
  }

  /** `a` as a file and `a/b` cannot both be in one folder. */
  #assertNoFileIsFolder(): void {
    for (const path of this.#seen) {
      for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) {
        const folder = path.slice(0, slash);
        if (this.#seen.has(folder)) {
          const message = `${this.#label} holds ${showName(folder)} both as a file and as a folder`;
          throw badArchive(message, 'zip the folder again');
        }
      }
    }
  }
}

export function badArchive(message: string, advice: string, cause?: unknown): GraderError {
  return new GraderError('BAD_ARCHIVE', message, cause === undefined ? { advice } : { advice, cause });
}

/** The fault for an archive, or an entry of it, that the reader could not read. */
export function damaged(label: string, what = 'it is damaged, cut short or not an archive of its kind'): GraderError {
  return badArchive(
    `${label} cannot be unpacked: ${what}`,
    'zip the folder again and open the archive once to see that it works',
  );
}
