/**
 * Opens a submission: a folder or an archive becomes a read-only snapshot. Its content is hostile until it is checked.
 * An error in the submission is the student's fault, an error in the path the caller's.
 */
import { basename, resolve } from 'node:path';
import { GraderError } from '../errors.js';
import type { FileFact, Snapshot } from '../stages/submission.js';
import { idOf, OTHER_ARCHIVE, TAR, ZIP } from './archives/archive-kinds.js';
import type { SourceOptions } from './archives/archive-source.js';
import { openSource } from './archives/open-source.js';
import { assertFits } from '../files/caps.js';
import { comparePaths, plainPath, showName } from '../files/names.js';
import { openUnpacked, severalPacked, severalRemark } from './archives/packed.js';
import { placeFiles } from './place/place.js';
import { unmovedWithin } from './place/unmoved.js';
import { copyFiles, digestFiles, type Copying } from './files/snapshot.js';
import { contentsOfOnly, type Source, type SourceFile } from './files/source.js';

/** The options for opening a source: limits, a reader for archives, and a folder for it. */
export interface OpenOptions extends SourceOptions {
  /** An empty folder in it, called `submission` and alone in its own, for the snapshot. Default: a new one. */
  readonly root?: string;
  /** Default: the path's last part, without `.zip` or `.tar.gz`. */
  readonly id?: string;
  /** Paths that the rubric names: the submission is the folder that holds most of them. */
  readonly expects?: readonly string[];
  /** Opens it where `path` does not lead there: a submission inside the archive of a class. */
  readonly open?: ((options: SourceOptions) => Promise<Source>) | undefined;
}

/** The most remarks in a report; further ones are only counted. */
const MAX_REMARKS = 20;

/**
 * Copies the submission at `path`. Throws GraderError. Student: TOO_LARGE, BAD_ARCHIVE, PATH_ESCAPE, MISSING_FILE
 * (nothing in it). Usage: no such path, unreadable, neither a folder nor an archive. System: DISK_FULL, INTERNAL.
 */
export async function openSubmission(path: string, options: OpenOptions): Promise<Snapshot> {
  return await withFiles(path, options, async (source, remarks) => {
    const copied = await copyFiles(source, options.workDir, options.limits, options.root);
    return {
      id: options.id ?? idOf(path),
      root: copied.root,
      digest: copied.digest,
      files: markExpected(copied.files, options.expects ?? []),
      bytes: copied.bytes,
      remarks: shorten([...remarks, ...copied.remarks]),
      ...(copied.unmoved === null ? {} : { unmoved: copied.unmoved }),
    };
  });
}

/** The digest that a snapshot of a folder would have, without copying. Throws what `openSubmission` throws. */
export async function digestFolder(path: string, options: OpenOptions): Promise<string> {
  return await withFiles(path, options, (source) => digestFiles(source, options.limits));
}

/** Calls `use` with the files of a snapshot, with their names in it, and the remarks. */
async function withFiles<T>(
  path: string,
  options: OpenOptions,
  use: (source: Copying, remarks: readonly string[]) => Promise<T>,
): Promise<T> {
  const label = showName(basename(resolve(path)));
  const source = await openUnpacked(() => options.open?.(options) ?? openSource(path, label, options), options);
  try {
    const { files, remarks: placing, unmoved: all } = placeFiles(source.files, options.expects ?? []);
    if (files.length === 0) throw emptyFault(label, source.remarks);
    assertFits(files, options.limits);
    const unmoved = unmovedWithin(files, all, options.limits);
    const remarks = [
      ...placing,
      ...source.remarks,
      ...nestedRemarks(files, options.expects ?? []),
      ...caseRemarks(files),
    ];
    const contents = () => contentsOfPlaced(source, [...files, ...unmoved]);
    return await use({ files, unmoved, atOnce: source.atOnce, contents }, remarks);
  } finally {
    await source.close();
  }
}

/** A file whose place another one has taken is read only if code may import it. */
function contentsOfPlaced(source: Source, files: readonly SourceFile[]): ReturnType<Source['contents']> {
  const keys = new Set(files.map(({ key }) => key));
  return keys.size === source.files.length ? source.contents() : contentsOfOnly(source, keys);
}

/** Marks files that lie where the rubric looks for one. */
function markExpected(files: readonly FileFact[], expects: readonly string[]): readonly FileFact[] {
  const expected = new Set(expects.map(plainPath));
  return files.map((file) => (expected.has(file.path) ? { ...file, isExpected: true } : file));
}

function emptyFault(label: string, remarks: readonly string[]): GraderError {
  const why = remarks.length === 0 ? 'it is empty' : remarks.slice(0, 3).join('; ');
  return new GraderError('MISSING_FILE', `the submission ${label} holds no files (${why})`, {
    advice: 'hand in the files that the homework names',
  });
}

/** An archive inside a submission is not unpacked, which the student may not know. */
function nestedRemarks(files: readonly SourceFile[], expects: readonly string[]): string[] {
  const several = severalPacked(files, expects);
  const others = files.filter((file) => !several.includes(file));
  return [
    ...(several.length === 0 ? [] : [severalRemark(several)]),
    ...others
      .filter(({ path }) => [ZIP, TAR, OTHER_ARCHIVE].some((kind) => kind.test(path)))
      .map(
        ({ path }) => `${showName(path)} is an archive inside the submission and was not unpacked: hand in its files`,
      ),
  ];
}

/** Names that differ only in case are one file on some systems; the student should know that both are here. */
function caseRemarks(files: readonly SourceFile[]): string[] {
  const first = new Map<string, string>();
  const remarks: string[] = [];
  for (const { path } of [...files].sort((a, b) => comparePaths(a.path, b.path))) {
    const twin = first.get(path.toLowerCase());
    if (twin === undefined) first.set(path.toLowerCase(), path);
    else remarks.push(`${showName(twin)} and ${showName(path)} differ by the case of letters only: both were kept`);
  }
  return remarks;
}

function shorten(remarks: readonly string[]): readonly string[] {
  if (remarks.length <= MAX_REMARKS) return remarks;
  return [...remarks.slice(0, MAX_REMARKS), `and ${String(remarks.length - MAX_REMARKS)} more remarks like these`];
}
