/**
 * Finds the submissions of a class: sub-folders and .zip archives of a folder, a Gradescope export, or either of them
 * as one zip archive. Nothing inside a submission is looked at. No submission is dropped silently: what cannot be
 * taken is an error before anything runs.
 */
import { constants, type Dirent } from 'node:fs';
import { access, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { GraderError } from '../errors.js';
import type { Submitter } from '../schema/submission.js';
import { openArchive } from './archive.js';
import { fileFaultOf } from './file-faults.js';
import { METADATA_FILE, readGradescopeMetadata, type SubmissionMetadata } from './gradescope.js';
import { comparePaths, isNoise, isPrintable, showName } from './names.js';
import { idOf } from './open.js';
import { copyFiles } from './snapshot.js';

export interface FoundSubmission {
  /** The folder's or archive's name, without `.zip`. Unique among those found. */
  readonly id: string;
  readonly path: string;
  /** ISO time from a Gradescope export; null elsewhere. */
  readonly submittedAt: string | null;
  readonly submitters: readonly Submitter[];
}

export interface FindOptions {
  /** Where a class that comes as one zip archive is unpacked; the caller removes it after use. */
  readonly workDir?: string;
  /** Paths that the rubric names: a folder that holds one of them is one submission and no class. */
  readonly expects?: readonly string[];
}

/** A whole class as one archive; each submission in it is held to its own limits later. */
const CLASS_LIMITS = { submissionBytes: 16 * 1024 ** 3, files: 200_000 };
/** Archives that are not read; left unnoticed they would be students without a grade. */
const OTHER_ARCHIVE = /\.(tar|tgz|tbz2?|txz|gz|bz2|xz|zst|7z|rar)$/i;

/** In the order of the ids' bytes. Throws GraderError USAGE with advice when there is nothing to grade. */
export async function findSubmissions(path: string, options: FindOptions = {}): Promise<readonly FoundSubmission[]> {
  const folder = await classFolder(path, options);
  const entries = await entriesOf(folder);
  const metadata = entries.some((entry) => entry.name === METADATA_FILE)
    ? await readGradescopeMetadata(join(folder, METADATA_FILE))
    : null;
  const candidates = entries.filter((entry) => isSubmission(entry, path));
  if (metadata === null) await assertIsClass(path, folder, entries, candidates, options.expects ?? []);
  const found = candidates.map((entry) => describe(join(folder, entry.name), metadata));
  const all = [...found, ...withoutFolder(found, folder, metadata)].sort((a, b) => comparePaths(a.id, b.id));
  if (all.length === 0) throw none(path, 'it lists no submissions');
  assertIdsAreGood(all);
  return all;
}

/** The folder whose entries are submissions: as given, unpacked, or the export inside it. */
async function classFolder(path: string, options: FindOptions): Promise<string> {
  try {
    const real = await realpath(path);
    const stats = await stat(real);
    if (stats.isDirectory()) return await insideExport(real, null);
    if (stats.isFile() && /\.zip$/i.test(path))
      return await insideExport(await unpack(real, path, options), idOf(path));
    throw new GraderError('USAGE', `${path} is not a folder of submissions`, {
      advice: 'give a folder with a sub-folder or .zip archive for each student, or a Gradescope export',
    });
  } catch (cause) {
    throw fileFaultOf(cause, path);
  }
}

async function unpack(real: string, path: string, options: FindOptions): Promise<string> {
  if (options.workDir === undefined) {
    throw new GraderError('USAGE', `${path} is an archive`, { advice: 'unpack it and give the folder' });
  }
  try {
    const source = await openArchive(real, showName(basename(path)), CLASS_LIMITS);
    try {
      const { root } = await copyFiles(source.files, options.workDir, CLASS_LIMITS);
      for (const empty of source.folders) await mkdir(join(root, empty), { recursive: true });
      return root;
    } finally {
      await source.close();
    }
  } catch (cause) {
    // Whatever is wrong with a class's archive is nobody's homework.
    if (cause instanceof GraderError && cause.fault === 'student') {
      throw new GraderError('USAGE', cause.message, {
        advice: 'unpack the archive by hand and give the folder',
        cause,
      });
    }
    throw cause;
  }
}

/** Steps into the one folder of an unpacked export, or of an archive that holds a folder of its own name. */
async function insideExport(folder: string, archiveName: string | null): Promise<string> {
  const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory());
  const only = folders.length === 1 ? folders[0] : undefined;
  if (only === undefined) return folder;
  const inner = join(folder, only.name);
  const isExport = await exists(join(inner, METADATA_FILE));
  return isExport || only.name === archiveName ? inner : folder;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw fileFaultOf(cause, folder);
  });
  return entries.filter((entry) => !entry.name.startsWith('.') && !isNoise(entry.name));
}

/** Sub-folders and zips. Throws for what looks like a student's work in a form that is not taken. */
function isSubmission(entry: Dirent, path: string): boolean {
  const shown = `${path}: ${showName(entry.name)}`;
  if (entry.isSymbolicLink()) {
    throw new GraderError('USAGE', `${shown} is a symbolic link, and links are not followed in a class folder`, {
      advice: 'put the folder itself there, or remove the link',
    });
  }
  if (entry.isFile() && OTHER_ARCHIVE.test(entry.name)) {
    throw new GraderError('USAGE', `${shown} is an archive of a kind that is not read`, {
      advice: 'unpack it into a folder of its own, or make it a .zip; then remove it',
    });
  }
  return entry.isDirectory() || (entry.isFile() && /\.zip$/i.test(entry.name));
}

async function assertIsClass(
  path: string,
  folder: string,
  entries: readonly Dirent[],
  candidates: readonly Dirent[],
  expects: readonly string[],
): Promise<void> {
  for (const expected of expects) {
    if (await exists(join(folder, expected))) throw single(path, `it holds ${expected}`);
  }
  if (candidates.length > 0) return;
  if (entries.length === 0) throw none(path, 'the folder is empty');
  throw single(path, 'it holds files, but no sub-folder and no .zip archive');
}

function describe(path: string, metadata: ReadonlyMap<string, SubmissionMetadata> | null): FoundSubmission {
  const id = idOf(path).normalize('NFC');
  const known = metadata?.get(id);
  return { id, path, submittedAt: known?.submittedAt ?? null, submitters: known?.submitters ?? [] };
}

/** Students in the export's list without a folder: opening them says so, and they stay in the class's list. */
function withoutFolder(
  found: readonly FoundSubmission[],
  folder: string,
  metadata: ReadonlyMap<string, SubmissionMetadata> | null,
): FoundSubmission[] {
  const ids = new Set(found.map((submission) => submission.id));
  return [...(metadata ?? [])]
    .filter(([id]) => /^submission_\d+$/.test(id) && !ids.has(id))
    .map(([id, known]) => ({ id, path: join(folder, id), ...known }));
}

function assertIdsAreGood(found: readonly FoundSubmission[]): void {
  const seen = new Map<string, string>();
  for (const { id, path } of found) {
    if (!isPrintable(id)) {
      throw new GraderError('USAGE', `${showName(path)}: the name holds a control or invisible character`, {
        advice: 'rename it',
      });
    }
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
    advice: 'give a folder with a sub-folder or .zip archive for each student, or a Gradescope export',
  });
}

function exists(path: string): Promise<boolean> {
  return access(path, constants.F_OK).then(
    () => true,
    () => false,
  );
}
