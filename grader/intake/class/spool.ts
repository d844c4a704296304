/**
 * Unpacks the entries of a class's archive to numbered files. One reader sends everything once, within limits for each
 * student and for all. Names are stored unchanged and must not be used as paths here.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { GraderError } from '../../errors.js';
import type { EntryFact, StartReader } from '../../protocol/reader.js';
import { formatOf } from '../archives/archive-kinds.js';
import { ReadArchive } from '../archives/archive.js';
import { MAX_ENTRIES } from '../../files/caps.js';
import { writeFaultOf } from '../files/file-faults.js';
import { badArchive } from '../files/listing.js';
import { newFolder } from '../files/work-folders.js';
import { isNoise, showName, wrapperOf } from '../../files/names.js';

/** The limits for reading the archive of a class. */
const READ_LIMITS = { memoryBytes: 512 << 20, cpuMs: 900_000 };
/** The limit for one student's files, which is more than any rubric accepts. */
const MOST_STUDENT_BYTES = 1024 ** 3;
/** The limit for all students together. */
const MOST_BYTES = 16 * 1024 ** 3;
/** Includes entries that belong to nobody, and headers. */
const MOST_UNPACKED = 2 * MOST_BYTES;
/** Characters of all names together. */
const MOST_CHARACTERS = 24 << 20;

/** An entry and the file with its bytes. */
export interface ClassEntry extends EntryFact {
  readonly index: number;
  /** The file with its bytes; null if they were not unpacked. */
  file: string | null;
  /** sha256 of the bytes. */
  sha256: string;
  damaged: boolean;
}

export interface ClassOptions {
  /** Where the files are written; the caller removes it after use. */
  readonly workDir: string;
  readonly startReader: StartReader;
  /** Only names are read, and nothing is unpacked. */
  readonly look?: boolean;
}

/** All entries; the bytes of those that may be needed are in numbered files. */
export async function putAside(
  path: string,
  label: string,
  { workDir, startReader, look = false }: ClassOptions,
): Promise<ClassEntry[]> {
  const format = formatOf(path);
  if (format === null) throw new Error(`${path} was taken for an archive`);
  const archive = await ReadArchive.open(path, format, {
    label,
    startReader,
    workDir,
    limits: READ_LIMITS,
    mostBytes: MOST_UNPACKED,
  });
  try {
    const entries: ClassEntry[] = [];
    let characters = 0;
    for await (const entry of archive.entries()) {
      characters += entry.name.length;
      if (entries.length >= MAX_ENTRIES || characters > MOST_CHARACTERS) {
        throw badArchive(`${label} lists more than can be a class`, 'unpack it and give the folder');
      }
      entries.push({ ...entry, index: entries.length, file: null, sha256: '', damaged: false });
    }
    if (!look) await spool(archive, entries.filter(withinStudents(entries)), workDir);
    return entries;
  } finally {
    await archive.close();
  }
}

async function spool(archive: ReadArchive, wanted: readonly ClassEntry[], workDir: string): Promise<void> {
  const folder = await newFolder(workDir, 'class');
  const byIndex = new Map(wanted.map((entry) => [entry.index, entry]));
  const shown = (index: number) => showName(byIndex.get(index)?.name ?? '');
  for await (const { key, read } of archive.contents([...byIndex.keys()], shown)) {
    const entry = byIndex.get(key);
    if (entry === undefined) throw new Error('contents that were not asked for');
    const file = join(folder, String(key));
    const hash = createHash('sha256');
    try {
      await pipeline(
        read,
        async function* (chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            yield chunk;
          }
        },
        createWriteStream(file),
      );
      entry.file = file;
      entry.sha256 = hash.digest('hex');
    } catch (cause) {
      // only one student's bytes are damaged
      if (!(cause instanceof GraderError) || cause.code !== 'BAD_ARCHIVE') throw writeFaultOf(cause, workDir);
      entry.damaged = true;
    }
  }
}

/** Selects the files to unpack, within the limits for one student and for all. */
function withinStudents(entries: readonly ClassEntry[]): (entry: ClassEntry) => boolean {
  const names = entries.map(({ name }) => withoutDots(name)).filter((name) => !isNoise(name.split('/')[0] ?? ''));
  // there may be further folders around the class
  const parts = wrapperOf(names, []).split('/').length + 1;
  const sums = new Map<string, number>();
  let all = 0;
  return ({ name, kind, bytes, obstacle }) => {
    if (kind !== 'regular' || obstacle !== null) return false;
    const key = withoutDots(name).split('/').slice(0, parts).join('/');
    const sum = (sums.get(key) ?? 0) + bytes;
    sums.set(key, sum);
    if (sum > MOST_STUDENT_BYTES || all + bytes > MOST_BYTES) return false;
    all += bytes;
    return true;
  };
}

/** `./alice/a.ts` as `alice/a.ts`. */
export const withoutDots = (name: string) => name.replace(/^(?:\.\/)+/, '');
