/**
 * A tar archive, plain or compressed by gzip. It can be read only from its beginning: once for the names, and once more
 * for the bytes.
 */
import { createReadStream, openSync, readSync, closeSync } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { EntryFact } from '../../schema/reading.js';
import type { Content, OpenedArchive } from './opened.js';

/** More comes out of an archive than it may hold. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** `mostBytes` may come out of its compression, headers and padding included. */
export function openTarArchive(path: string, mostBytes: number): OpenedArchive {
  return {
    async *entries() {
      for await (const { header, skip } of walk(path, mostBytes)) {
        skip();
        yield factOf(header);
      }
    },
    async *contents(isWanted): AsyncGenerator<Content> {
      let index = -1;
      for await (const { entry, skip } of walk(path, mostBytes)) {
        index += 1;
        if (isWanted(index)) yield { index, bytes: entry };
        else skip();
      }
    },
  };
}

interface Step {
  readonly header: Header;
  readonly entry: Readable;
  readonly skip: () => void;
}

async function* walk(path: string, mostBytes: number): AsyncGenerator<Step> {
  const unpacked = extract();
  const fed = pipeline([
    createReadStream(path),
    ...(isGzip(path) ? [createGunzip()] : []),
    counter(mostBytes),
    unpacked,
  ]);
  // told below, where the entries end
  fed.catch(() => undefined);
  for await (const entry of unpacked) {
    // its types know it by the events alone; it is one of streamx's
    const bytes = entry as unknown as Readable;
    yield { header: entry.header, entry: bytes, skip: () => void bytes.resume() };
  }
  await fed;
}

function counter(mostBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= mostBytes) done(null, chunk);
      else done(new TooLarge());
    },
  });
}

function factOf(header: Header): EntryFact {
  const kind = kindOf(header);
  const name = kind === 'folder' && !header.name.endsWith('/') ? `${header.name}/` : header.name;
  return { name, kind, bytes: header.size, obstacle: null };
}

function kindOf({ type }: Header): EntryFact['kind'] {
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

function isGzip(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(2);
    return readSync(file, start) === 2 && start[0] === 0x1f && start[1] === 0x8b;
  } finally {
    closeSync(file);
  }
}
