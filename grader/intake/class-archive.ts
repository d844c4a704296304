/**
 * A class as one archive: a folder or an archive in it for each student. It is not unpacked as a whole: each submission
 * is read when its turn comes, with its own limits, and what is wrong with one student's entries is that student's.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GraderError } from '../errors.js';
import { OTHER_ARCHIVE, TAR, ZIP } from './archive-kinds.js';
import { readZip } from './archive.js';
import { archiveFaultOf, listEntries, type ArchiveEntry } from './entries.js';
import { METADATA_FILE } from './gradescope.js';
import { examineName, isNoise, showName } from './names.js';
import { openSource, type OpenOptions } from './open.js';
import { writeFaultOf } from './file-faults.js';
import type { Source } from './source.js';
import { readTar } from './tar.js';

/** A whole class; each submission in it is held to its own limits when it is opened. */
const CLASS_LIMITS = { submissionBytes: 16 * 1024 ** 3, files: 200_000 };
/** Of one student's files in a tar archive so much is put aside; more than that is too large by any rubric. */
const MOST_STUDENT_BYTES = 1024 ** 3;
const MAX_METADATA_BYTES = 64 << 20;

/** What lies at the outer level of a class's archive. */
export interface ClassArchive {
  /** Names of students' folders and archives, each with a way to open it. */
  readonly submissions: ReadonlyMap<string, (options: OpenOptions) => Promise<Source>>;
  /** Names of other files there. */
  readonly files: ReadonlySet<string>;
  /** The text of submission_metadata.yml; null where there is none. */
  readonly metadata: string | null;
  /** What belongs to no student and was left out, in words. */
  readonly remarks: readonly string[];
}

/** `workDir` is where a tar archive's files are put aside; the caller removes it after use. */
export async function openClassArchive(
  path: string,
  name: string,
  workDir: string,
  expects: readonly string[],
): Promise<ClassArchive> {
  const label = showName(basename(path));
  const { entries } = TAR.test(path)
    ? await readTar(path, label, CLASS_LIMITS, workDir, withinStudents())
    : await readZip(path, label, CLASS_LIMITS.files);
  const { groups, single, remarks } = sortOut(entries, prefixOf(entries, name, expects));
  const submissions = new Map<string, (options: OpenOptions) => Promise<Source>>();
  for (const [outer, own] of groups) submissions.set(outer, ({ limits }) => openGroup(own, showName(outer), limits));
  for (const [outer, entry] of single) if (isArchive(outer)) submissions.set(outer, nestedOpener(entry, outer));
  const metadata = single.get(METADATA_FILE);
  return {
    submissions,
    files: new Set([...single.keys()].filter((file) => !isArchive(file))),
    metadata: metadata === undefined ? null : await textOf(metadata, label),
    remarks,
  };
}

interface Sorted {
  readonly groups: Map<string, ArchiveEntry[]>;
  readonly single: Map<string, ArchiveEntry>;
  readonly remarks: string[];
}

/** By the folder of a student, named relative to it; what lies beside the folders; what is nobody's. */
function sortOut(entries: readonly ArchiveEntry[], prefix: string): Sorted {
  const sorted: Sorted = { groups: new Map(), single: new Map(), remarks: [] };
  for (const entry of entries) {
    const path = withoutDots(entry.name);
    // what lies beside that folder is noise, or nobody's
    const [outer = '', ...rest] = path.startsWith(prefix) ? path.slice(prefix.length).split('/') : [];
    if (outer === '' || outer.startsWith('.') || isNoise(outer)) {
      if (examineName(entry.name).kind !== 'escape') continue;
      sorted.remarks.push(`${showName(entry.name)} would lie outside the archive and belongs to nobody: left out`);
    } else if (rest.length === 0) sorted.single.set(outer, entry);
    else addTo(sorted.groups, outer, { ...entry, name: rest.join('/') });
  }
  return sorted;
}

function addTo(groups: Map<string, ArchiveEntry[]>, name: string, entry: ArchiveEntry): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [entry]);
  else group.push(entry);
}

function openGroup(entries: readonly ArchiveEntry[], label: string, limits: OpenOptions['limits']): Promise<Source> {
  const named = entries.filter(({ name }) => name !== '');
  return Promise.resolve().then(() => listEntries(named, label, limits, () => Promise.resolve()));
}

/** An archive inside the archive is put aside as a file, of at most the size that its content may have. */
function nestedOpener(entry: ArchiveEntry, name: string): (options: OpenOptions) => Promise<Source> {
  return async (options) => {
    const label = showName(name);
    if (entry.obstacle !== null) {
      throw new GraderError(
        'BAD_ARCHIVE',
        `${label} cannot be read: the class's archive ${entry.obstacle.why.replace('FILE', 'it')}`,
      );
    }
    if (entry.bytes > options.limits.submissionBytes) {
      throw new GraderError('TOO_LARGE', `${label} is larger than all files of a submission may be`, {
        advice: 'hand in only what the homework asks for',
      });
    }
    const folder = await mkdtemp(join(options.workDir, 'nested-')).catch((cause: unknown) => {
      throw writeFaultOf(cause, options.workDir);
    });
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const file = join(folder, `archive${(ZIP.exec(name) ?? TAR.exec(name) ?? OTHER_ARCHIVE.exec(name))?.[0] ?? ''}`);
      await pipeline(Readable.from(entry.read()), createWriteStream(file)).catch((cause: unknown) => {
        throw archiveFaultOf(cause, label);
      });
      const source = await openSource(file, label, options);
      return { ...source, close: () => source.close().finally(remove) };
    } catch (error) {
      await remove();
      throw error;
    }
  };
}

/** The folder in which the students are: that of an export, one of the archive's own name, or one of several. */
function prefixOf(entries: readonly ArchiveEntry[], name: string, expects: readonly string[]): string {
  const names = entries.map((entry) => withoutDots(entry.name)).filter((path) => path !== '');
  const outer = new Set(
    names.map((path) => path.split('/')[0] ?? '').filter((first) => !first.startsWith('.') && !isNoise(first)),
  );
  const [only] = outer;
  if (outer.size !== 1 || only === undefined) return '';
  const inner = names.filter((path) => path.startsWith(`${only}/`)).map((path) => path.slice(only.length + 1));
  if (inner.length === 0) return '';
  const isExport = inner.includes(METADATA_FILE);
  const isOne = expects.some((expected) => inner.some((path) => path.startsWith(expected)));
  const students = new Set(
    inner
      .map((path) => path.split('/'))
      .flatMap(([first = '', ...rest]) => (rest.length > 0 || isArchive(first) ? first : [])),
  );
  return isExport || only === name || (students.size > 1 && !isOne) ? `${only}/` : '';
}

const withoutDots = (name: string) => name.replace(/^(?:\.\/)+/, '');
const isArchive = (name: string) => [ZIP, TAR, OTHER_ARCHIVE].some((kind) => kind.test(name));

/** Keeps what one student's files have together within bounds, whatever the first two folders mean. */
function withinStudents(): (name: string, bytes: number) => boolean {
  const sums = new Map<string, number>();
  return (name, bytes) => {
    const key = withoutDots(name).split('/').slice(0, 2).join('/');
    const sum = (sums.get(key) ?? 0) + bytes;
    sums.set(key, sum);
    return sum <= MOST_STUDENT_BYTES;
  };
}

async function textOf(entry: ArchiveEntry, label: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of entry.read()) {
    bytes += part.length;
    if (bytes > MAX_METADATA_BYTES) throw new GraderError('USAGE', `${METADATA_FILE} in ${label} is too large`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
