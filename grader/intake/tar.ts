/**
 * A tar archive, plain or compressed by gzip. It can be read only from its beginning, so the bytes of its files are put
 * aside, each under a number, while names and kinds are listed. What comes out of gzip is counted as it comes.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { MAX_ENTRIES, tooManyFiles, formatBytes, type IntakeLimits } from './caps.js';
import { archiveFaultOf, listEntries, type ArchiveEntry, type OpenArchive } from './entries.js';
import { writeFaultOf } from './file-faults.js';
import { GraderError } from '../errors.js';
import { showName } from './names.js';
import type { Source } from './source.js';

/** Headers and padding of one entry, long names included. */
const ENTRY_BYTES = 16 << 10;

/** All regular files of the archive at `path`. Throws as `openArchive` does, and DISK_FULL. */
export async function openTar(path: string, label: string, limits: IntakeLimits, workDir: string): Promise<Source> {
  const { entries, close } = await readTar(path, label, limits, workDir);
  try {
    return listEntries(entries, label, limits, close);
  } catch (cause) {
    await close();
    throw cause;
  }
}

/**
 * The archive's entries. `isWanted` is asked for each whether its bytes are kept, by its name and what it declares; what
 * is not kept cannot be read.
 */
export async function readTar(
  path: string,
  label: string,
  limits: IntakeLimits,
  workDir: string,
  isWanted: (name: string, bytes: number) => boolean = () => true,
): Promise<OpenArchive> {
  const spool = await mkdtemp(join(workDir, 'tar-')).catch((cause: unknown) => {
    throw writeFaultOf(cause, workDir);
  });
  const close = () => rm(spool, { recursive: true, force: true });
  const entries: ArchiveEntry[] = [];
  const unpacked = extract();
  try {
    const streams = [createReadStream(path), ...((await isGzip(path)) ? [createGunzip()] : []), counter(limits, label)];
    const fed = pipeline([...streams, unpacked]);
    // told below, where the entries end
    fed.catch(() => undefined);
    for await (const entry of unpacked) {
      if (entries.length >= MAX_ENTRIES) throw tooManyFiles(limits.files);
      const file = join(spool, String(entries.length));
      const { header } = entry;
      const kept = kindOf(header) === 'regular' && isWanted(header.name, header.size);
      if (kept) await pipeline(entry as unknown as Readable, createWriteStream(file));
      else entry.resume();
      entries.push(entryOf(header, kept ? file : null));
    }
    await fed;
    return { entries, close };
  } catch (cause) {
    unpacked.destroy();
    await close();
    throw faultOf(cause, label, workDir);
  }
}

function entryOf(header: Header, file: string | null): ArchiveEntry {
  const kind = kindOf(header);
  return {
    name: kind === 'folder' && !header.name.endsWith('/') ? `${header.name}/` : header.name,
    kind,
    bytes: header.size,
    obstacle: null,
    read: () => (file === null ? refused(header.name) : createReadStream(file)),
  };
}

/** What was not put aside, being too large for anybody. */
function refused(name: string): AsyncIterable<Uint8Array> {
  const fault = new GraderError('TOO_LARGE', `${showName(name)} and what lies beside it are too large`, {
    advice: 'hand in only what the homework asks for: leave data sets, checkpoints and videos out',
  });
  const stream = new Readable({ read: () => undefined });
  stream.destroy(fault);
  return stream;
}

function kindOf({ type }: Header): ArchiveEntry['kind'] {
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return 'regular';
    case 'directory':
      return 'folder';
    case 'link':
    case 'symlink':
      return 'link';
    default:
      return 'other';
  }
}

/** Lets through what an archive within the limits can have. */
function counter({ submissionBytes, files }: IntakeLimits, label: string): Transform {
  const most = submissionBytes + ENTRY_BYTES * (files + 1);
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= most) done(null, chunk);
      else {
        const message = `${label} unpacks to more than ${formatBytes(submissionBytes)}, the limit`;
        const advice = 'hand in only what the homework asks for: leave data sets, checkpoints and videos out';
        done(new GraderError('TOO_LARGE', message, { advice }));
      }
    },
  });
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/** A full disk is the machine's; anything else that is wrong while it is read is the archive's. */
function faultOf(cause: unknown, label: string, workDir: string): GraderError {
  const code = (cause as { code?: unknown }).code;
  return code === 'ENOSPC' || code === 'EDQUOT' ? writeFaultOf(cause, workDir) : archiveFaultOf(cause, label);
}
