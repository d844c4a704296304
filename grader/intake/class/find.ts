/**
 * Finds the submissions of a class: sub-folders and archives of a folder, the download of a course system, or either of
 * them as one archive. Nothing inside a submission is looked at, but to tell a class from a submission. Nothing that
 * lies in a class is dropped silently: it is a submission, a remark says that it is none, or it is an error.
 */
import { realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GraderError } from '../../errors.js';
import type { StartReader } from '../../protocol/reader.js';
import { formatOf, idOf } from '../archives/archive-kinds.js';
import { openClassArchive } from './archive.js';
import { folderLevel } from './folder.js';
import { holds, type ClassLevel, type LevelEntry } from './level.js';
import { membersOf, type Member } from './members.js';
import { EXPORTED, isMetadata, withoutWrappers } from './wrapper.js';
import { fileFaultOf } from '../files/file-faults.js';
import { METADATA_FILE, readGradescopeMetadata, type Metadata, type SubmissionMetadata } from './gradescope.js';
import { idsFor } from './ids.js';
import { comparePaths, plainPath } from '../../files/names.js';
import type { FoundSubmission } from './found.js';

export type { FoundSubmission } from './found.js';

export interface FindOptions {
  /** Where the files of a class that comes as one archive are put aside; the caller removes it after use. */
  readonly workDir: string;
  /** Reads such an archive, and the metadata of an export, in the sandbox. */
  readonly startReader: StartReader;
  /** Paths that the rubric names: a folder that holds one of them is one submission and no class. */
  readonly expects?: readonly string[];
  /** Called with what was left out because it belongs to no student. */
  readonly onRemark?: (remark: string) => void;
}

const ignore = () => undefined;
const ADVICE =
  'give a folder with a sub-folder or archive for each student, an archive of one, or the download of a course system';

/** In the order of the ids' bytes. Throws GraderError USAGE with advice when there is nothing to grade. */
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
  const found = members.map(({ name, ...member }, index) => {
    const id = ids[index] ?? name;
    return { id, ...member, ...knownOf(metadata, id, member) };
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

/** Whatever is wrong with a class's archive is nobody's homework. */
function asUsage(cause: unknown): never {
  if (!(cause instanceof GraderError) || cause.fault !== 'student') throw cause;
  throw new GraderError('USAGE', cause.message, { advice: 'unpack the archive by hand and give the folder', cause });
}

/**
 * The list of an export of Gradescope. Only what names submissions beside it is an export's own; else a student may have
 * put it there: it is a file like any other, and where no submission is named as an export names them not even read.
 */
async function metadataOf(
  level: ClassLevel,
  { workDir, startReader }: FindOptions,
  onRemark: (remark: string) => void = ignore,
): Promise<Metadata | null> {
  if (!level.entries.some(isMetadata)) return null;
  const exported = level.entries.filter(isExported);
  const shown = join(level.path, METADATA_FILE);
  const metadata =
    exported.length === 0
      ? null
      : await readGradescopeMetadata(level.fileAt(METADATA_FILE), shown, { workDir, startReader });
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

function knownOf(
  metadata: Metadata | null,
  id: string,
  { submitters }: Pick<Member, 'submitters'>,
): SubmissionMetadata {
  return metadata?.get(id) ?? { submittedAt: null, submitters };
}

/** Students in the export's list without a folder: opening them says so, and they stay in the class's list. */
function withoutFolder(
  found: readonly FoundSubmission[],
  folder: string,
  metadata: Metadata | null,
): FoundSubmission[] {
  const ids = new Set(found.map((submission) => submission.id));
  return [...(metadata ?? [])]
    .filter(([id]) => /^submission_\d+$/.test(id) && !ids.has(id))
    .map(([id, known]) => ({ id, path: join(folder, id), ...known }));
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
