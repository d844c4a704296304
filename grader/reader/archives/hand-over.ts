/** Sends an archive to the parent piece by piece: each reply is bounded, and nothing is read before it is requested. */
import { READ_CAPS, type EntryFact, type Piece } from '../../protocol/reader.js';
import type { Reply } from '../reply.js';
import type { Content, OpenedArchive } from './opened.js';

/** Characters of names on a page, so that a page fits into a frame's header. */
const PAGE_CHARACTERS = 50_000;

export class HandOver {
  readonly #archive: OpenedArchive;
  readonly #entries: AsyncIterator<EntryFact>;
  #contents: AsyncIterator<Content> | Iterator<Content> | null = null;
  #content: { readonly index: number; readonly bytes: AsyncIterator<Uint8Array> } | null = null;
  /** What did not fit into the last reply. */
  #rest: Uint8Array | null = null;

  constructor(archive: OpenedArchive) {
    this.#archive = archive;
    this.#entries = archive.entries()[Symbol.asyncIterator]();
  }

  async entries(): Promise<Reply> {
    const entries: EntryFact[] = [];
    let characters = 0;
    while (entries.length < READ_CAPS.entries && characters < PAGE_CHARACTERS) {
      const step = await this.#entries.next();
      if (step.done === true) return { header: { type: 'entries', entries, done: true } };
      const name = step.value.name.slice(0, READ_CAPS.name);
      characters += name.length;
      entries.push({ ...step.value, name });
    }
    return { header: { type: 'entries', entries, done: false } };
  }

  /** `wanted` has a bit for each entry. */
  begin(wanted: Uint8Array): Promise<Reply> {
    const isWanted = (index: number) => ((wanted[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
    const contents = this.#archive.contents(isWanted);
    this.#contents = Symbol.asyncIterator in contents ? contents[Symbol.asyncIterator]() : contents[Symbol.iterator]();
    return this.more();
  }

  async more(): Promise<Reply> {
    const pieces: Piece[] = [];
    const parts: Uint8Array[] = [];
    let left: number = READ_CAPS.body;
    while (left > 0 && pieces.length < READ_CAPS.entries) {
      const content = await this.#current();
      if (content === null) return replyOf(pieces, parts, true);
      const next = await this.#bytesOf(content);
      if (next === 'damaged') pieces.push({ entry: content.index, damaged: true });
      else {
        const part = next?.subarray(0, left) ?? new Uint8Array();
        this.#rest = next !== null && part.length < next.length ? next.subarray(part.length) : null;
        left -= part.length;
        parts.push(part);
        pieces.push({ entry: content.index, bytes: part.length, last: next === null });
      }
      if (next === null || next === 'damaged') this.#content = null;
    }
    return replyOf(pieces, parts, false);
  }

  async #current() {
    if (this.#content !== null) return this.#content;
    const step = await this.#contents?.next();
    if (step === undefined || step.done === true) return null;
    const { index, bytes } = step.value;
    this.#content = { index, bytes: bytes[Symbol.asyncIterator]() };
    return this.#content;
  }

  /** null at the end. */
  async #bytesOf({ bytes }: { readonly bytes: AsyncIterator<Uint8Array> }): Promise<Uint8Array | null | 'damaged'> {
    if (this.#rest !== null) return this.#rest;
    try {
      const step = await bytes.next();
      return step.done === true ? null : step.value;
    } catch {
      return 'damaged';
    }
  }
}

function replyOf(pieces: readonly Piece[], parts: readonly Uint8Array[], done: boolean): Reply {
  return { header: { type: 'pieces', pieces, done }, body: Buffer.concat(parts) };
}
