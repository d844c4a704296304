/**
 * Finds a zip archive among bytes before it, as of archives that unpack themselves, and after it, as a transfer may leave
 * them. Programs that unzip read such files. Must not choose between two archives: where the other bytes have a directory of
 * entries, or anything else is not plain, the file is read as a whole, and is refused as damaged.
 */
import { close, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

export interface Extent {
  readonly start: number;
  readonly end: number;
}

/** The record at the end of a directory, without its comment. */
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
/** The most bytes before an archive. */
const MOST_BEFORE = 1 << 20;

const PIECE_BYTES = 64 << 10;

const LOCAL = Buffer.from('PK\u0003\u0004');
const ENTRY = Buffer.from('PK\u0001\u0002');
const END = Buffer.from('PK\u0005\u0006');
const END_64 = Buffer.from('PK\u0006\u0006');

/** Where the archive is in a file of `size` bytes; null where it is all of it, or it is not plain where it is. */
export function extentOf(fd: number, size: number): Extent | null {
  const tailStart = Math.max(0, size - END_BYTES - LONGEST_COMMENT);
  const tail = bytesAt(fd, tailStart, size - tailStart);
  const at = tail.lastIndexOf(END);
  if (at < 0 || at + END_BYTES > tail.length) return null;
  const entries = tail.readUInt16LE(at + 10);
  const [bytes, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  const end = tailStart + at + END_BYTES + tail.readUInt16LE(at + 20);
  const directory = tailStart + at - bytes;
  const start = directory - offset;
  const isWhole = start === 0 && end === size;
  if (isWhole || entries === 0 || !isWithin(start, MOST_BEFORE) || !isWithin(end, size)) return null;
  if (start > 0 && hasAt(fd, offset, ENTRY)) return null;
  const others = [bytesAt(fd, 0, start), bytesAt(fd, end, size - end)];
  return isArchiveAt(fd, { start, directory }) && others.every(hasNoDirectory) ? { start, end } : null;
}

function hasNoDirectory(bytes: Buffer): boolean {
  return [ENTRY, END, END_64].every((mark) => !bytes.includes(mark));
}

const isWithin = (place: number, most: number) => place >= 0 && place <= most;

/** Whether a directory begins there, and its first entry is where it says. */
function isArchiveAt(
  fd: number,
  { start, directory }: { readonly start: number; readonly directory: number },
): boolean {
  if (!hasAt(fd, directory, ENTRY)) return false;
  const place = bytesAt(fd, directory + 42, 4);
  return place.length === 4 && hasAt(fd, start + place.readUInt32LE(0), LOCAL);
}

function hasAt(fd: number, position: number, mark: Buffer): boolean {
  return bytesAt(fd, position, mark.length).equals(mark);
}

/** Fewer at the end of the file. */
function bytesAt(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, length === 0 ? 0 : readSync(fd, bytes, 0, length, position));
}

/** The part of a file as yauzl reads it. */
export class PartOfFile extends RandomAccessReader {
  readonly #fd: number;
  readonly #from: number;

  constructor(fd: number, { start }: Extent) {
    super();
    this.#fd = fd;
    this.#from = start;
  }

  // a stream of Node.js would close the file with itself
  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(piecesOf(this.#fd, this.#from + start, this.#from + end));
  }

  override close(done: (error: Error | null) => void): void {
    close(this.#fd, (error) => {
      done(error);
    });
  }
}

function* piecesOf(fd: number, start: number, end: number): Generator<Buffer> {
  for (let at = start; at < end;) {
    const piece = bytesAt(fd, at, Math.min(PIECE_BYTES, end - at));
    // the file ends before the archive says so, which yauzl notices
    if (piece.length === 0) return;
    at += piece.length;
    yield piece;
  }
}
