/**
 * Keeps large results between runs, such as decoded images: each in a file that is named by what it was made from, with
 * its own digest, so that a flipped bit is noticed. The least recently used ones are removed when there are too many
 * bytes. Whatever goes wrong, the result is made again: a cache never fails a run.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants, promises as fs, type Stats } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, isOurs } from './folder.js';

const FOLDER = 'data';
const DIGEST_BYTES = 32;
/** A data set of 60,000 colour images of 64 x 64 has 0.7 GB. */
const MOST_BYTES = 2 ** 31;
const NAME = /^[a-z]+-[0-9a-f]{64}$/;

export interface Cache {
  /** What was kept under this name; null if nothing was, or nothing that can be trusted. */
  recall(name: CacheName): Promise<Uint8Array | null>;
  /** Keeps it, if that is possible. */
  remember(name: CacheName, bytes: Uint8Array): Promise<void>;
}

/** What it is, and the sha256 (hex) of everything that it was made from. */
export interface CacheName {
  readonly what: string;
  readonly from: string;
}

/** Keeps nothing. */
export const NO_CACHE: Cache = { recall: () => Promise.resolve(null), remember: () => Promise.resolve() };

/** The cache of this user; `mostBytes` is for tests. */
export function userCache(mostBytes = MOST_BYTES): Cache {
  return {
    recall: async (name) => {
      const folder = cacheFolder(FOLDER);
      return folder.ok ? await read(join(folder.path, fileOf(name)), isOurs).catch(() => null) : null;
    },
    remember: async (name, bytes) => {
      const folder = cacheFolder(FOLDER);
      if (!folder.ok || bytes.length > mostBytes) return;
      // a full disk, a read-only home, or another grader that is writing the same file
      await write(folder.path, fileOf(name), bytes).catch(() => undefined);
      await removeOldest(folder.path, mostBytes).catch(() => undefined);
    },
  };
}

/** The same in a folder of a run, which is trusted as the reports in it are, and from which nothing is removed. */
export function folderCache(folder: string): Cache {
  return {
    recall: async (name) => await read(join(folder, fileOf(name)), () => true).catch(() => null),
    remember: async (name, bytes) => {
      await fs
        .mkdir(folder, { recursive: true })
        .then(() => write(folder, fileOf(name), bytes))
        .catch(() => undefined);
    },
  };
}

/** What is there, for `doctor`. */
export async function cacheContents(): Promise<{ readonly files: number; readonly bytes: number }> {
  const folder = cacheFolder(FOLDER);
  const kept = folder.ok ? await list(folder.path).catch(() => []) : [];
  return { files: kept.length, bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0) };
}

function fileOf({ what, from }: CacheName): string {
  const name = `${what}-${from}`;
  if (!NAME.test(name)) throw new Error(`${name} cannot be the name of what is kept`);
  return name;
}

async function read(path: string, isTrusted: (stat: Stats) => boolean): Promise<Uint8Array | null> {
  const file = await fs.open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const stat = await file.stat();
    if (!stat.isFile() || !isTrusted(stat) || stat.size < DIGEST_BYTES) return null;
    const bytes = await file.readFile();
    const content = bytes.subarray(DIGEST_BYTES);
    if (!digestOf(content).equals(bytes.subarray(0, DIGEST_BYTES))) return null;
    const now = new Date();
    // for the order in which old ones are removed; a read-only folder keeps its order
    await file.utimes(now, now).catch(() => undefined);
    return content;
  } finally {
    await file.close();
  }
}

async function write(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  // machines in containers may share a folder, and have the same numbers for their processes
  const temporary = join(folder, `.${name}.${randomUUID()}`);
  try {
    await fs.writeFile(temporary, [digestOf(bytes), bytes], { mode: 0o600 });
    await fs.rename(temporary, join(folder, name));
  } finally {
    await fs.rm(temporary, { force: true });
  }
}

async function removeOldest(folder: string, mostBytes: number): Promise<void> {
  const kept = (await list(folder)).sort((a, b) => a.usedMs - b.usedMs);
  let bytes = kept.reduce((sum, one) => sum + one.bytes, 0);
  for (const one of kept) {
    if (bytes <= mostBytes) return;
    await fs.rm(one.path, { force: true });
    bytes -= one.bytes;
  }
}

async function list(folder: string) {
  const names = await fs.readdir(folder);
  const found = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      // another grader may just have removed it
      const stat = await fs.lstat(path).catch(() => null);
      return stat === null ? [] : [{ path, bytes: stat.size, usedMs: stat.mtimeMs }];
    }),
  );
  return found.flat();
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
