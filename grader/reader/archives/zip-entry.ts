/** One entry of a zip archive: its name, kind and bytes. The declared size and checksum are verified. */
import { fstatSync, open } from 'node:fs';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, createInflateRaw } from 'node:zlib';
import { fromFdPromise, fromRandomAccessReaderPromise, getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl';
import { withSlashes } from '../../files/names.js';
import { extentOf, PartOfFile } from './zip-extent.js';

/** "Version made by", upper byte: systems whose attributes hold Unix modes. */
const UNIX = new Set([3, 19]);
const FILE_KIND = 0o170000;
const DEFLATED = 8;
const STORED = 0;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Opens an archive; anything that it throws is about the archive's content. */
export async function openZip(path: string): Promise<ZipFile> {
  const fd = await promisify(open)(path, 'r');
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: true };
  const extent = extentOf(fd, fstatSync(fd).size);
  if (extent === null) return await fromFdPromise(fd, options);
  return await fromRandomAccessReaderPromise(new PartOfFile(fd, extent), extent.end - extent.start, options);
}

/**
 * The entry's name. Valid UTF-8 is read as such even without the flag, which macOS does not set; anything else is read
 * as the specification says (code page 437). Some programs write `\` between folders, whatever system they declare.
 */
export function nameOf(entry: Entry): string {
  try {
    return withSlashes(UTF8.decode(entry.fileNameRaw));
  } catch {
    return withSlashes(getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true));
  }
}

/** What the entry would be on disk. Modes count only if the program that made the archive writes them. */
export function kindOf(entry: Entry): 'regular' | 'folder' | 'link' | 'other' {
  if (!UNIX.has(entry.versionMadeBy >>> 8)) return 'regular';
  switch ((entry.externalFileAttributes >>> 16) & FILE_KIND) {
    case 0:
    case 0o100000:
      return 'regular';
    case 0o040000:
      return 'folder';
    case 0o120000:
      return 'link';
    default:
      return 'other';
  }
}

export function isSupported(entry: Entry): boolean {
  return entry.compressionMethod === DEFLATED || entry.compressionMethod === STORED;
}

/** The entry's bytes. Throws as soon as they exceed the declared size, and if size or checksum differ at the end. */
export async function* inflateEntry(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  const raw = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  const stream = entry.compressionMethod === DEFLATED ? pipeline(raw, createInflateRaw(), () => undefined) : raw;
  let bytes = 0;
  let checksum = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > entry.uncompressedSize) throw new Error('more bytes than the archive declares');
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (bytes !== entry.uncompressedSize) throw new Error('fewer bytes than the archive declares');
  if (checksum !== entry.crc32) throw new Error('the checksum differs');
}
