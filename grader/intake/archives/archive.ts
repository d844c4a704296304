/**
 * An archive, read by the reader in the sandbox. Its answers must not be trusted: counts, lengths and order are checked
 * here, names in listing.ts, and nothing is kept that was not requested.
 */
import { rm } from 'node:fs/promises';
import { GraderError } from '../../errors.js';
import {
  OBSTACLES,
  READ_CAPS,
  ReaderStopped,
  type ArchiveFormat,
  type EntryFact,
  type Piece,
  type Reader,
  type ReadAnswer,
  type ReadLimits,
  type ReadRequest,
  type StartReader,
} from '../../protocol/reader.js';
import { formatBytes } from '../../files/caps.js';
import { badArchive, damaged } from '../files/listing.js';
import { entryTimeOf } from './entry-time.js';
import { provideFile } from './reader-folder.js';

export interface ArchiveOptions {
  /** Its name in messages. */
  readonly label: string;
  readonly startReader: StartReader;
  /** Where the reader's folder is made; the sandbox's user must be able to enter it. */
  readonly workDir: string;
  readonly limits: ReadLimits;
  /** The largest uncompressed size, headers and padding included. */
  readonly mostBytes: number;
}

const LEAVE_OUT = 'hand in only what the homework asks for: leave data sets, checkpoints and videos out';
const KINDS: readonly EntryFact['kind'][] = ['regular', 'folder', 'link', 'hard-link', 'other'];

/** A part of the bytes of one entry. */
interface Part {
  readonly entry: number;
  readonly bytes: Uint8Array | 'damaged';
  readonly last: boolean;
}

/** An archive that is open in a reader. */
export class ReadArchive {
  readonly #reader: Reader;
  readonly #folder: string;
  readonly #label: string;
  readonly #mostBytes: number;
  /** The size of the archive itself. */
  readonly bytes: number;
  #parts: Part[] = [];
  #done = false;

  private constructor(reader: Reader, folder: string, { label, mostBytes }: ArchiveOptions, bytes: number) {
    this.#reader = reader;
    this.#folder = folder;
    this.#label = label;
    this.#mostBytes = mostBytes;
    this.bytes = bytes;
  }

  /** Throws USAGE if it cannot be read, DISK_FULL if there is no space for the reader's copy. */
  static async open(path: string, format: ArchiveFormat, options: ArchiveOptions): Promise<ReadArchive> {
    const { label, startReader, workDir, limits, mostBytes } = options;
    const { folder, root, bytes } = await provideFile(path, label, workDir);
    let reader: Reader | null = null;
    try {
      reader = startReader(root, limits);
      const archive = new ReadArchive(reader, folder, options, bytes);
      await archive.#ask({ type: 'open', format, mostBytes }, 'opened');
      return archive;
    } catch (error) {
      await reader?.close();
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** In the archive's order. Throws a student fault if it is not an archive, or cannot be read within the limits. */
  async *entries(): AsyncGenerator<EntryFact> {
    for (;;) {
      const { header } = await this.#ask({ type: 'entries' }, 'entries');
      const { entries, done } = header;
      if (!Array.isArray(entries) || entries.length > READ_CAPS.entries || typeof done !== 'boolean') {
        throw this.#broken();
      }
      for (const entry of entries as unknown[]) yield this.#entryOf(entry);
      if (done) return;
      if (entries.length === 0) throw this.#broken();
    }
  }

  /** The bytes of some entries, in the archive's order; each must be read to its end before the next is requested. */
  async *contents(
    wanted: readonly number[],
    shownOf: (entry: number) => string,
  ): AsyncGenerator<{ readonly key: number; readonly read: () => AsyncGenerator<Uint8Array> }> {
    const expected = [...wanted].sort((a, b) => a - b);
    const bits = new Uint8Array(((expected.at(-1) ?? 0) >> 3) + 1);
    for (const entry of expected) bits[entry >> 3] = (bits[entry >> 3] ?? 0) | (1 << (entry & 7));
    if (expected.length === 0) return;
    await this.#pull({ type: 'contents' }, bits);
    for (const entry of expected) {
      if ((await this.#next())?.entry !== entry) throw this.#broken();
      yield { key: entry, read: () => this.#read(entry, shownOf(entry)) };
    }
    if ((await this.#next()) !== null) throw this.#broken();
  }

  async close(): Promise<void> {
    await this.#reader.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async *#read(entry: number, shown: string): AsyncGenerator<Uint8Array> {
    for (;;) {
      const part = await this.#next();
      if (part?.entry !== entry) throw this.#broken();
      this.#parts.shift();
      if (part.bytes === 'damaged') throw damaged(this.#label, `${shown} in it is damaged`);
      if (part.bytes.length > 0) yield part.bytes;
      if (part.last) return;
    }
  }

  /** The next part, without taking it; null at the end. */
  async #next(): Promise<Part | null> {
    while (this.#parts.length === 0 && !this.#done) await this.#pull({ type: 'more' });
    return this.#parts[0] ?? null;
  }

  async #pull(request: ReadRequest, bits?: Uint8Array): Promise<void> {
    const { header, body } = await this.#ask(request, 'pieces', bits);
    const { pieces, done } = header;
    if (!Array.isArray(pieces) || pieces.length > READ_CAPS.entries || typeof done !== 'boolean') throw this.#broken();
    if (body.length > READ_CAPS.body || (pieces.length === 0 && !done)) throw this.#broken();
    let at = 0;
    this.#parts = (pieces as unknown[]).map((value): Part => {
      const piece = pieceOf(value);
      if (piece === null) throw this.#broken();
      if ('damaged' in piece) return { entry: piece.entry, bytes: 'damaged', last: true };
      const bytes = body.subarray(at, (at += piece.bytes));
      if (bytes.length !== piece.bytes) throw this.#broken();
      return { entry: piece.entry, bytes, last: piece.last };
    });
    if (at !== body.length) throw this.#broken();
    this.#done = done;
  }

  async #ask(request: ReadRequest, type: string, body?: Uint8Array): Promise<ReadAnswer> {
    try {
      const answer = await this.#reader.ask(request, body);
      if (answer.header['type'] === 'unreadable') throw this.#unreadable(answer.header['tooLarge'] === true);
      if (answer.header['type'] !== type) throw this.#broken();
      return answer;
    } catch (error) {
      throw error instanceof ReaderStopped ? stoppedFault(this.#label, error) : error;
    }
  }

  #entryOf(value: unknown): EntryFact {
    if (typeof value !== 'object' || value === null) throw this.#broken();
    const { name, kind, bytes, obstacle, modified } = value as Readonly<Record<string, unknown>>;
    const known = KINDS.find((one) => one === kind);
    const why = OBSTACLES.find((one) => one === obstacle) ?? null;
    if (typeof name !== 'string' || name.length > READ_CAPS.name || known === undefined || !isCount(bytes)) {
      throw this.#broken();
    }
    const time = entryTimeOf(modified);
    return { name, kind: known, bytes, obstacle: why, ...(time === null ? {} : { modified: time }) };
  }

  #unreadable(tooLarge: boolean): GraderError {
    if (!tooLarge) return damaged(this.#label);
    const message = `${this.#label} unpacks to more than ${formatBytes(this.#mostBytes)}, the limit`;
    return new GraderError('TOO_LARGE', message, { advice: LEAVE_OUT });
  }

  #broken(): GraderError {
    return stoppedFault(this.#label, new ReaderStopped('nonsense', { memoryBytes: 0, cpuMs: 0 }));
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function pieceOf(value: unknown): Piece | null {
  if (typeof value !== 'object' || value === null) return null;
  const { entry, bytes, last, damaged: isDamaged } = value as Readonly<Record<string, unknown>>;
  if (!isCount(entry)) return null;
  if (isDamaged === true) return { entry, damaged: true };
  return isCount(bytes) && typeof last === 'boolean' ? { entry, bytes, last } : null;
}

/** The student fault for an archive on which a reader stopped, with the limit that was exceeded. */
function stoppedFault(label: string, { reason, limits }: ReaderStopped): GraderError {
  switch (reason) {
    case 'memory':
      return new GraderError(
        'TOO_LARGE',
        `${label} takes more than ${formatBytes(limits.memoryBytes)} of memory to be read, the limit`,
        { advice: 'pack only what the homework asks for, with plain names, and hand it in again' },
      );
    case 'time':
      return new GraderError(
        'TOO_LARGE',
        `${label} takes more than ${String(limits.cpuMs / 1000)} s of processor time to be read, the limit`,
        { advice: 'pack only what the homework asks for, with plain names, and hand it in again' },
      );
    case 'crash':
    case 'nonsense':
      return badArchive(
        `${label} cannot be unpacked: the program that reads it broke on it`,
        'pack it again, from scratch',
      );
  }
}
