/**
 * A tar archive, plain or compressed with gzip. It can be read only from the beginning: once for the names, and again
 * for the bytes.
 */
import { createReadStream, openSync, readSync, closeSync } from 'node:fs';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { EntryFact } from '../../protocol/reader.js';
import { HardLinks, KeptBytes } from './hard-links.js';
import type { Content, OpenedArchive } from './opened.js';

/** The contents of an archive exceed the limit. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** `mostBytes` limits the uncompressed size, headers and padding included. */
export function openTarArchive(path: string, mostBytes: number): OpenedArchive {
  const links = new HardLinks();
  const contentOf = (index: number) => contentAt(path, mostBytes, index);
  return {
    async *entries() {
      for await (const { header, skip } of walk(path, mostBytes)) {
        skip();
        yield links.add(factOf(header), header.linkname);
      }
    },
    async *contents(isWanted): AsyncGenerator<Content> {
      const kept = new KeptBytes(links.targetsOf(isWanted));
      let index = -1;
      for await (const { entry, skip } of walk(path, mostBytes)) {
        index += 1;
        const target = links.targetOf(index);
        if (target !== null) skip();
        if (!isWanted(index)) {
          // bytes that are needed only for a link
          if (target === null && kept.wants(index)) for await (const part of entry) kept.add(index, part as Uint8Array);
          else if (target === null) skip();
        } else if (target === null) yield { index, bytes: kept.wants(index) ? kept.keeping(index, entry) : entry };
        else yield { index, bytes: kept.get(target) ?? contentOf(target) };
      }
    },
  };
}

/** The bytes of one entry, found from the beginning of the archive. */
async function* contentAt(path: string, mostBytes: number, wanted: number): AsyncGenerator<Uint8Array> {
  let index = -1;
  for await (const { entry, skip } of walk(path, mostBytes)) {
    index += 1;
    if (index < wanted) skip();
    else {
      yield* entry;
      return;
    }
  }
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
  // reported below, where the entries end
  fed.catch(() => undefined);
  for await (const entry of unpacked) {
    // its types declare only the events, but it is a stream of streamx
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
  const ms = header.mtime.getTime();
  // archives that are made reproducibly have the time 0
  return { name, kind, bytes: header.size, obstacle: null, ...(ms > 0 ? { modified: { ms, isZoned: true } } : {}) };
}

function kindOf({ type }: Header): EntryFact['kind'] {
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return 'regular';
    case 'directory':
      return 'folder';
    case 'link':
      return 'hard-link';
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
