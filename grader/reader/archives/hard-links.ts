/**
 * Hard links of a tar archive: tar writes a file that occurs a second time as a link to the entry with its bytes. Such
 * a link is read as a regular file of the same size.
 */
import type { EntryFact } from '../../protocol/reader.js';

export class HardLinks {
  /** By name: the entry that has the bytes, and their number. */
  readonly #files = new Map<string, { readonly index: number; readonly bytes: number }>();
  /** By the index of a link: the entry that has its bytes. */
  readonly #targets = new Map<number, number>();
  #count = 0;

  /** The next entry; a link to an earlier file becomes a file. Any other link stays a link. */
  add(entry: EntryFact, linkName: string | null | undefined): EntryFact {
    const index = this.#count;
    this.#count += 1;
    const name = plain(entry.name);
    const target = entry.kind === 'hard-link' ? this.#files.get(plain(linkName ?? '')) : undefined;
    if (target !== undefined) this.#targets.set(index, target.index);
    const fact: EntryFact = target === undefined ? entry : { ...entry, kind: 'regular', bytes: target.bytes };
    if (fact.kind === 'regular') this.#files.set(name, target ?? { index, bytes: fact.bytes });
    else this.#files.delete(name);
    return fact;
  }

  /** The entry that has the bytes of the link at this index; null if it is not a link. */
  targetOf(index: number): number | null {
    return this.#targets.get(index) ?? null;
  }

  /** Entries whose bytes are needed for links. */
  targetsOf(isWanted: (index: number) => boolean): ReadonlySet<number> {
    return new Set([...this.#targets].filter(([index]) => isWanted(index)).map(([, target]) => target));
  }
}

/** The name as tar understands it: `./a//b` is `a/b`. */
function plain(name: string): string {
  return name
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** Bytes that are kept for later links; larger files are read from the archive again. */
const MOST_KEPT = 48 << 20;

export class KeptBytes {
  readonly #wanted: ReadonlySet<number>;
  readonly #parts = new Map<number, Uint8Array[]>();
  #left = MOST_KEPT;

  constructor(wanted: ReadonlySet<number>) {
    this.#wanted = new Set(wanted);
    for (const index of wanted) this.#parts.set(index, []);
  }

  wants(index: number): boolean {
    return this.#wanted.has(index);
  }

  add(index: number, part: Uint8Array): void {
    const parts = this.#parts.get(index);
    if (parts === undefined) return;
    if (part.length <= this.#left) {
      this.#left -= part.length;
      parts.push(Uint8Array.from(part));
      return;
    }
    for (const { length } of parts) this.#left += length;
    this.#parts.delete(index);
  }

  /** Passes bytes on and keeps them. */
  async *keeping(index: number, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const part of bytes) {
      this.add(index, part);
      yield part;
    }
  }

  /** null if it was not kept. */
  get(index: number): AsyncIterable<Uint8Array> | null {
    const parts = this.#parts.get(index);
    return parts === undefined ? null : handOver(parts);
  }
}

// oxlint-disable-next-line typescript/require-await -- all contents are read as async iterables
async function* handOver(parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
