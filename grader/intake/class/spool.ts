/**
 * The entries of a class's archive, and their bytes in numbered files. One reader hands everything over once, within
 * bounds for each student and for all; names are kept as they are, and mean nothing here.
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

/** What a class's archive may take to be read. */
const READ_LIMITS = { memoryBytes: 512 << 20, cpuMs: 900_000 };
/** Of one student's files so much is put aside; more than that is too large by any rubric. */
const MOST_STUDENT_BYTES = 1024 ** 3;
/** Of all students together. */
const MOST_BYTES = 16 * 1024 ** 3;
/** With what belongs to nobody, and headers. */
const MOST_UNPACKED = 2 * MOST_BYTES;
/** Characters of all names together. */
const MOST_CHARACTERS = 24 << 20;

/** An entry with what became of its bytes. */
export interface ClassEntry extends EntryFact {
  readonly index: number;
  /** Where its bytes are; null when they were not put aside. */
  file: string | null;
  /** sha256 of them. */
  sha256: string;
  damaged: boolean;
}

export interface ClassOptions {
  /** Where the files are put aside; the caller removes it after use. */
  readonly workDir: string;
  readonly startReader: StartReader;
  /** No bytes are put aside: only names are wanted. */
  readonly look?: boolean;
}

/** All entries; the bytes of those that somebody may ask for lie in numbered files. */
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
      // one student's bytes are damaged; the others' are not
      if (!(cause instanceof GraderError) || cause.code !== 'BAD_ARCHIVE') throw writeFaultOf(cause, workDir);
      entry.damaged = true;
    }
  }
}

/** Which bytes are put aside: of files, within what one student and all of them may have. */
function withinStudents(entries: readonly ClassEntry[]): (entry: ClassEntry) => boolean {
  const names = entries.map(({ name }) => withoutDots(name)).filter((name) => !isNoise(name.split('/')[0] ?? ''));
  // a student's folder may lie in folders around the class
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
