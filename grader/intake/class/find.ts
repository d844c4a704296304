/**
 * Finds the submissions of a class: sub-folders and archives of a folder, the download of a course system, or either in
 * one archive. It looks inside submissions only to tell a class from a submission. Nothing in a class may be dropped
 * silently: every entry is a submission, an error, or named in a remark.
 */
import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { strongest } from '../../dates/handed-in.js';
import { GraderError } from '../../errors.js';
import type { StartReader } from '../../protocol/reader.js';
import { formatOf, idOf } from '../archives/archive-kinds.js';
import { openClassArchive } from './archive.js';
import { handedInByEntry } from './entry-times.js';
import { folderLevel } from './folder.js';
import { holds, type ClassLevel, type LevelEntry } from './level.js';
import { membersOf, type Member } from './members.js';
import { EXPORTED, isMetadata, withoutWrappers } from './wrapper.js';
import { fileFaultOf } from '../files/file-faults.js';
import { METADATA_FILE, readGradescopeMetadata, type Metadata } from './gradescope.js';
import { idsFor } from './ids.js';
import { comparePaths, plainPath, showNames } from '../../files/names.js';
import type { FoundSubmission } from './found.js';

export type { FoundSubmission } from './found.js';

export interface FindOptions {
  /** Where the files of a class in one archive are unpacked; the caller removes it after use. */
  readonly workDir: string;
  /** Starts readers in the sandbox for such an archive and for the metadata of an export. */
  readonly startReader: StartReader;
  /** Paths that the rubric names: a folder that contains one of them is one submission, not a class. */
  readonly expects?: readonly string[];
  /** The IANA zone of times that are written without one; without it they are not used. */
  readonly zone?: string | null;
  /** Called with remarks on entries that are left out because they belong to no student. */
  readonly onRemark?: (remark: string) => void;
}

const ignore = () => undefined;
const ADVICE =
  'give a folder with a sub-folder or archive for each student, an archive of one, or the download of a course system';

/** In the order of the ids' bytes. Throws GraderError USAGE with advice if there is nothing to grade. */
export async function findSubmissions(path: string, options: FindOptions): Promise<readonly FoundSubmission[]> {
  const { onRemark = ignore } = options;
  const expects = (options.expects ?? []).map(plainPath);
  const outer = await levelAt(path, options);
  const isExport = async (level: ClassLevel) =>
    level.isLook ? hasExported(level) : (await metadataOf(level, options).catch(nothingOfUsage)) !== null;
  const level = await withoutWrappers(outer, {
    name: idOf(path),
    isArchive: formatOf(path) !== null,
    expects,
    isExport,
    onRemark,
  });
  const members = membersOf(level, expects, onRemark);
  const metadata = await metadataOf(level, options, onRemark);
  if (metadata === null) await assertIsClass(path, level, members, expects);
  const ids = idsFor(
    members.map(({ name }) => name),
    onRemark,
  );
  for (const remark of tellUnnamed(ids, metadata)) onRemark(remark);
  const found = members.map(({ name, archived, ...member }, index) => {
    const id = ids[index] ?? name;
    const byEntry = handedInByEntry(archived, options.zone ?? null);
    const known = metadata?.get(id) ?? { submittedAt: null, submitters: member.submitters };
    const { submitters, ...certain } = known;
    const isByEntry = certain.submittedAt === null && archived !== null;
    return {
      ...{ id, ...member, ...strongest(certain, byEntry), submitters },
      ...(isByEntry ? { withoutEntry: certain } : {}),
    };
  });
  const all = [...found, ...withoutFolder(found, level.path, metadata)].sort((a, b) => comparePaths(a.id, b.id));
  if (all.length === 0) throw none(path, 'it lists no submissions');
  assertIdsDiffer(all);
  return all;
}

async function levelAt(path: string, options: FindOptions): Promise<ClassLevel> {
  try {
    const real = await realpath(path);
    const stats = await stat(real);
    const openLevel = (file: string, shown: string, look: boolean) =>
      openClassArchive(file, shown, { ...options, look }).catch(asUsage);
    if (stats.isDirectory()) return await folderLevel(real, path, (file, look) => openLevel(file, file, look));
    if (stats.isFile() && formatOf(path) !== null) return await openLevel(real, path, false);
    throw new GraderError('USAGE', `${path} is not a folder of submissions`, { advice: ADVICE });
  } catch (cause) {
    throw fileFaultOf(cause, path);
  }
}

/** An error in the archive of a class is not a student's fault. */
function asUsage(cause: unknown): never {
  if (!(cause instanceof GraderError) || cause.fault !== 'student') throw cause;
  throw new GraderError('USAGE', cause.message, { advice: 'unpack the archive by hand and give the folder', cause });
}

/**
 * The metadata of a Gradescope export. It counts only if it names submissions beside it; otherwise a student may have
 * handed it in, and it is a file like any other. It is not even read if no submission is named as in an export.
 */
async function metadataOf(
  level: ClassLevel,
  { workDir, startReader, zone }: FindOptions,
  onRemark: (remark: string) => void = ignore,
): Promise<Metadata | null> {
  if (!level.entries.some(isMetadata)) return null;
  const exported = level.entries.filter(isExported);
  const shown = join(level.path, METADATA_FILE);
  const metadata =
    exported.length === 0
      ? null
      : await readGradescopeMetadata(level.fileAt(METADATA_FILE), shown, { workDir, startReader, zone });
  if (metadata !== null && exported.some(({ name }) => metadata.has(idOf(name)))) return metadata;
  onRemark(`${METADATA_FILE} names none of the submissions beside it and is not used`);
  return null;
}

const isExported = ({ name, kind }: LevelEntry) => kind !== 'other' && EXPORTED.test(name);
const hasExported = ({ entries }: ClassLevel) => entries.some(isMetadata) && entries.some(isExported);

function nothingOfUsage(error: unknown): null {
  if (error instanceof GraderError && error.fault === 'usage') return null;
  throw error;
}

async function assertIsClass(
  path: string,
  level: ClassLevel,
  members: readonly Member[],
  expects: readonly string[],
): Promise<void> {
  for (const expected of expects) if (await holds(level, expected)) throw single(path, `it holds ${expected}`);
  if (members.length > 0) return;
  if (level.entries.length === 0) throw none(path, 'there is nothing in it');
  throw single(path, 'it holds files, but no sub-folder and no archive');
}

/**
 * Students in the export's metadata without a folder: they stay in the class, and opening them says what is wrong.
 */
function withoutFolder(
  found: readonly FoundSubmission[],
  folder: string,
  metadata: Metadata | null,
): FoundSubmission[] {
  const ids = new Set(found.map((submission) => submission.id));
  return [...(metadata ?? [])]
    .filter(([id]) => /^submission_\d+$/.test(id) && !ids.has(id))
    .map(([id, known]) => ({ id, path: join(folder, id), open: () => Promise.reject(notBeside(id)), ...known }));
}

function notBeside(id: string): GraderError {
  return new GraderError('USAGE', `${METADATA_FILE} names ${id}, but there is no such folder or archive beside it`, {
    advice: 'download the export again, or put the folder there',
  });
}

/** Of these, nobody knows who handed them in, and when. */
function tellUnnamed(ids: readonly string[], metadata: Metadata | null): string[] {
  const unnamed = metadata === null ? [] : ids.filter((id) => !metadata.has(id));
  if (unnamed.length === 0) return [];
  return [
    `${METADATA_FILE} does not name ${showNames(unnamed)}: who handed ${unnamed.length === 1 ? 'it' : 'them'} in, and when, is not known from it`,
  ];
}

function assertIdsDiffer(found: readonly FoundSubmission[]): void {
  const seen = new Map<string, string>();
  for (const { id, path } of found) {
    const twin = seen.get(id);
    if (twin !== undefined) {
      throw new GraderError('USAGE', `${twin} and ${path} have the same id, ${id}`, { advice: 'rename or remove one' });
    }
    seen.set(id, path);
  }
}

function single(path: string, why: string): GraderError {
  return new GraderError('USAGE', `${path} looks like one submission: ${why}`, {
    advice: `to grade one submission, use \`tuxgrade grade ${path}\`; a class has a sub-folder or .zip for each student`,
  });
}

function none(path: string, why: string): GraderError {
  return new GraderError('USAGE', `${resolve(path)} holds no submissions: ${why}`, {
    advice: ADVICE,
  });
}
