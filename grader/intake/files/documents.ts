/** Reads files that the parent itself parses, such as typed answers. Must not parse them. */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { GraderError } from '../../errors.js';
import { elsewhere, strays } from '../../files/elsewhere.js';
import type { DocumentRead, FileFact, Snapshot } from '../../stages/submission.js';
import { fileFaultOf } from './file-faults.js';
import { plainPath, showName } from '../../files/names.js';

/** One entry for each requested path. Throws GraderError INTERNAL if the snapshot has changed. */
export async function readDocuments(
  snapshot: Snapshot,
  documents: readonly { readonly path: string; readonly maxBytes: number }[],
): Promise<Map<string, DocumentRead>> {
  const found = new Map<string, DocumentRead>();
  const paths = strays(snapshot.files);
  for (const { path, maxBytes } of documents) {
    const fact = factOf(snapshot, path);
    if (fact === undefined) found.set(path, missing(path, paths));
    else if (fact.isPointer === true) found.set(path, { status: 'pointer' });
    else if (fact.bytes > maxBytes) found.set(path, { status: 'too-large', bytes: fact.bytes, limit: maxBytes });
    else found.set(path, { status: 'read', bytes: await readWhole(snapshot, fact) });
  }
  return found;
}

function missing(path: string, paths: readonly string[]): DocumentRead {
  const near = path.split('/').includes('..') ? '' : elsewhere([posix.normalize(path)], paths);
  return { status: 'missing', ...(near === '' ? {} : { near }) };
}

/** The snapshot's file at a path of the rubric (`./answers.json` is `answers.json`). */
export function factOf(snapshot: Snapshot, path: string): FileFact | undefined {
  const normal = plainPath(path);
  return snapshot.files.find((file) => file.path === normal);
}

/** A whole file of the snapshot, whose content must not have changed. */
async function readWhole(snapshot: Snapshot, fact: FileFact): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of readParts(snapshot, fact)) parts.push(part);
  return Buffer.concat(parts);
}

/** The same in parts of at most 4 MiB, checked at the end. */
async function* readParts(snapshot: Snapshot, fact: FileFact): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  try {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    const handle = await open(join(snapshot.root, fact.path), flags);
    try {
      const size = Math.min(fact.bytes + 1, 4 * 1024 * 1024);
      for (let total = 0; total <= fact.bytes;) {
        const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, null);
        if (bytesRead === 0) break;
        total += bytesRead;
        const part = buffer.subarray(0, bytesRead);
        hash.update(part);
        yield part;
      }
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw fileFaultOf(cause, `the snapshot's ${showName(fact.path)}`);
  }
  if (hash.digest('hex') !== fact.sha256) {
    throw new GraderError('INTERNAL', `${showName(fact.path)} in the snapshot is no longer what was handed in`, {
      advice: 'grade again; if it comes back, something on this machine writes to the snapshot',
    });
  }
}
