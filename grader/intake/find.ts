/**
 * Finds the submissions of a class: sub-folders and .zip archives of a folder, a Gradescope export, or either of them
 * as one zip archive. Nothing inside a submission is looked at. No submission is dropped silently: what cannot be
 * taken is an error before anything runs.
 */
import { constants, type Dirent } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { GraderError } from '../errors.js';
import type { StartReader } from '../schema/reading.js';
import type { Submitter } from '../schema/submission.js';
import { OTHER_ARCHIVE, TAR, ZIP } from './archive-kinds.js';
import { openClassArchive } from './class-archive.js';
import { fileFaultOf } from './file-faults.js';
import { METADATA_FILE, readGradescopeMetadata, type Metadata, type SubmissionMetadata } from './gradescope.js';
import { idsFor } from './ids.js';
import { comparePaths, isNoise, showName } from './names.js';
import { idOf, type OpenOptions } from './open.js';
import type { Source } from './source.js';

export interface FoundSubmission {
  /** The folder's or archive's name, without `.zip` or `.tar.gz`. Unique among those found. */
  readonly id: string;
  readonly path: string;
  /** Opens what lies inside the archive of a class; absent where `path` leads to it. */
  readonly open?: (options: OpenOptions) => Promise<Source>;
  /** A digest of what was handed in, where it does not follow from `path`. */
  readonly fingerprint?: () => Promise<string>;
  /** ISO time from a Gradescope export; null elsewhere. */
  readonly submittedAt: string | null;
  readonly submitters: readonly Submitter[];
}

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

/** What stands at the outer level of a class, on disk or in an archive. */
interface Level {
  readonly path: string;
  readonly submissions: readonly Omit<FoundSubmission, 'submittedAt' | 'submitters'>[];
  readonly metadata: Metadata | null;
  readonly isEmpty: boolean;
  readonly holds: (file: string) => Promise<boolean>;
}

/** In the order of the ids' bytes. Throws GraderError USAGE with advice when there is nothing to grade. */
export async function findSubmissions(path: string, options: FindOptions): Promise<readonly FoundSubmission[]> {
  const level = await levelAt(path, options);
  const { metadata } = level;
  if (metadata === null) await assertIsClass(path, level, options.expects ?? []);
  const found = level.submissions.map((submission) => ({ ...submission, ...knownOf(metadata, submission.id) }));
  const all = [...found, ...withoutFolder(found, level.path, metadata)].sort((a, b) => comparePaths(a.id, b.id));
  if (all.length === 0) throw none(path, 'it lists no submissions');
  assertIdsDiffer(all);
  return all;
}

async function levelAt(path: string, options: FindOptions): Promise<Level> {
  try {
    const real = await realpath(path);
    const stats = await stat(real);
    if (stats.isDirectory())
      return (await insideExport(path, real, options)) ?? (await folderLevel(path, real, options));
    if (stats.isFile() && (ZIP.test(path) || TAR.test(path))) return await archiveLevel(path, real, options);
    throw new GraderError('USAGE', `${path} is not a folder of submissions`, {
      advice: 'give a folder with a sub-folder or archive for each student, an archive of one, or a Gradescope export',
    });
  } catch (cause) {
    throw fileFaultOf(cause, path);
  }
}

async function folderLevel(path: string, folder: string, options: FindOptions): Promise<Level> {
  const { onRemark } = options;
  const entries = await entriesOf(folder);
  const names = entries.filter((entry) => isSubmission(entry, path)).map(({ name }) => name);
  const ids = idsFor(names, onRemark ?? ignore);
  const submissions = names.map((name, index) => ({ id: ids[index] ?? name, path: join(folder, name) }));
  const file = join(folder, METADATA_FILE);
  const read = () => readGradescopeMetadata(file, file, options);
  return {
    path: folder,
    submissions,
    metadata: entries.some(isMetadata) ? await matching(submissions, read, onRemark) : null,
    isEmpty: entries.length === 0,
    holds: (file) => exists(join(folder, file)),
  };
}

const isMetadata = (entry: Dirent) => entry.isFile() && entry.name === METADATA_FILE;
const OF_EXPORT = /^submission_\d+$/;

/** Only what names submissions beside it is an export's own; else it is a file like any other, and not even read. */
async function matching(
  submissions: readonly { readonly id: string }[],
  read: () => Promise<Metadata>,
  onRemark: FindOptions['onRemark'],
): Promise<Metadata | null> {
  const metadata = submissions.some(({ id }) => OF_EXPORT.test(id)) ? await read() : null;
  if (metadata !== null && submissions.some(({ id }) => OF_EXPORT.test(id) && metadata.has(id))) return metadata;
  onRemark?.(`${METADATA_FILE} names none of the submissions beside it and is not used`);
  return null;
}

async function archiveLevel(path: string, real: string, options: FindOptions): Promise<Level> {
  const { workDir, startReader, onRemark, expects = [] } = options;
  const archive = await openClassArchive(real, idOf(path), { workDir, startReader, expects }).catch(
    (cause: unknown) => {
      // whatever is wrong with a class's archive is nobody's homework
      if (!(cause instanceof GraderError) || cause.fault !== 'student') throw cause;
      const advice = 'unpack the archive by hand and give the folder';
      throw new GraderError('USAGE', cause.message, { advice, cause });
    },
  );
  for (const remark of archive.remarks) onRemark?.(remark);
  const ids = idsFor([...archive.submissions.keys()], onRemark ?? ignore);
  const submissions = [...archive.submissions].map(([name, member], index) => ({
    id: ids[index] ?? name,
    path: join(path, name),
    ...member,
  }));
  const { metadata } = archive;
  const read = (file: string) => readGradescopeMetadata(file, `${METADATA_FILE} in ${path}`, options);
  return {
    path,
    submissions,
    metadata: metadata === null ? null : await matching(submissions, () => read(metadata), onRemark),
    isEmpty: archive.submissions.size === 0 && archive.files.size === 0,
    holds: (file) => Promise.resolve(archive.files.has(file)),
  };
}

const ignore = () => undefined;

/**
 * The one folder of an unpacked export, where it is one; null elsewhere. A single student may have put the file there:
 * what is wrong with it is then no matter of the class, and their folder is a submission like any other.
 */
async function insideExport(path: string, folder: string, options: FindOptions): Promise<Level | null> {
  const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory());
  const only = folders.length === 1 ? folders[0] : undefined;
  if (only === undefined) return null;
  const inner = join(folder, only.name);
  if (!(await exists(join(inner, METADATA_FILE)))) return null;
  const { workDir, startReader } = options;
  const level = await folderLevel(path, inner, { workDir, startReader }).catch((error: unknown) => {
    if (error instanceof GraderError && error.fault === 'usage') return null;
    throw error;
  });
  if (level === null || level.metadata === null) return null;
  options.onRemark?.(
    `${showName(only.name)} is taken for an export of Gradescope: its ${METADATA_FILE} names what lies beside it`,
  );
  return level;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw fileFaultOf(cause, folder);
  });
  return entries.filter((entry) => !entry.name.startsWith('.') && !isNoise(entry.name));
}

/** Sub-folders and archives; one of a kind that is not read is a submission as well, which opening it will refuse. */
function isSubmission(entry: Dirent, path: string): boolean {
  const shown = `${path}: ${showName(entry.name)}`;
  if (entry.isSymbolicLink()) {
    throw new GraderError('USAGE', `${shown} is a symbolic link, and links are not followed in a class folder`, {
      advice: 'put the folder itself there, or remove the link',
    });
  }
  const isArchive = [ZIP, TAR, OTHER_ARCHIVE].some((kind) => kind.test(entry.name));
  return entry.isDirectory() || (entry.isFile() && isArchive);
}

async function assertIsClass(path: string, level: Level, expects: readonly string[]): Promise<void> {
  for (const expected of expects) if (await level.holds(expected)) throw single(path, `it holds ${expected}`);
  if (level.submissions.length > 0) return;
  if (level.isEmpty) throw none(path, 'there is nothing in it');
  throw single(path, 'it holds files, but no sub-folder and no archive');
}

function knownOf(metadata: Metadata | null, id: string): SubmissionMetadata {
  return metadata?.get(id) ?? { submittedAt: null, submitters: [] };
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
    advice: 'give a folder with a sub-folder or archive for each student, an archive of one, or a Gradescope export',
  });
}

function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
