/**
 * Takes a submission in: a folder or a .zip archive becomes a read-only snapshot. Whatever is inside is hostile until
 * examined; what is wrong with the submission is a student's fault, what is wrong with the path is the caller's.
 */
import { rm, realpath, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { GraderError } from '../errors.js';
import type { Snapshot, Submitter } from '../schema/submission.js';
import { openArchive } from './archive.js';
import { assertFits, type IntakeLimits } from './caps.js';
import { fileFaultOf } from './file-faults.js';
import { openFolder } from './folder.js';
import { comparePaths, showName, wrapperOf } from './names.js';
import { copyFiles } from './snapshot.js';
import type { Source, SourceFile } from './source.js';

export interface OpenOptions {
  readonly limits: IntakeLimits;
  /** Where the snapshot is made. The sandbox's user must be able to pass through it: 0711 or 0755. */
  readonly workDir: string;
  /** An empty folder in it, called `submission` and alone in its own, for the snapshot. Default: a new one. */
  readonly root?: string;
  /** Default: the path's last part, without `.zip`. */
  readonly id?: string;
  readonly submittedAt?: string | null;
  readonly submitters?: readonly Submitter[];
  /** Paths that the rubric names: a folder that one begins with is never taken for a wrapper around the submission. */
  readonly expects?: readonly string[];
}

/** Remarks in a report are for reading; more than this are counted only. */
const MAX_REMARKS = 20;

/**
 * Copies the submission at `path`. Throws GraderError. Student: TOO_LARGE, BAD_ARCHIVE, PATH_ESCAPE, MISSING_FILE
 * (nothing in it). Usage: no such path, unreadable, neither a folder nor a zip. System: DISK_FULL, INTERNAL.
 */
export async function openSubmission(path: string, options: OpenOptions): Promise<Snapshot> {
  const label = showName(basename(resolve(path)));
  const source = await openSource(path, label, options.limits);
  try {
    const { files, remark } = unwrap(source.files, options.expects ?? []);
    if (files.length === 0) throw emptyFault(label, source.remarks);
    assertFits(files, options.limits);
    const copied = await copyFiles(files, options.workDir, options.limits, options.root);
    return {
      id: options.id ?? idOf(path),
      root: copied.root,
      digest: copied.digest,
      files: copied.files,
      bytes: copied.bytes,
      submittedAt: options.submittedAt ?? null,
      submitters: options.submitters ?? [],
      remarks: shorten([...remark, ...source.remarks, ...caseRemarks(files), ...copied.remarks]),
    };
  } finally {
    await source.close();
  }
}

/** Removes a snapshot from disk. */
export async function disposeSnapshot(snapshot: Snapshot): Promise<void> {
  await rm(dirname(snapshot.root), { recursive: true, force: true });
}

/** A submission's id when none is given: `alice` for `class/alice/` and `class/alice.zip`. */
export function idOf(path: string): string {
  return basename(resolve(path)).replace(/\.zip$/i, '');
}

async function openSource(path: string, label: string, limits: IntakeLimits): Promise<Source> {
  try {
    // The path itself may be a link: it is the caller's. Nothing inside is followed.
    const real = await realpath(path);
    const stats = await stat(real);
    if (stats.isDirectory()) return await openFolder(real, limits);
    if (stats.isFile() && /\.zip$/i.test(path)) return await openArchive(real, label, limits);
    const found = stats.isFile() ? 'a file' : 'neither a file nor a folder';
    throw new GraderError('USAGE', `${path} is ${found}; a submission is a folder or a .zip archive`, {
      advice: 'give the folder that holds the files',
    });
  } catch (cause) {
    throw fileFaultOf(cause, path);
  }
}

function unwrap(files: readonly SourceFile[], expects: readonly string[]): { files: SourceFile[]; remark: string[] } {
  const wrapper = wrapperOf(
    files.map((file) => file.path),
    expects,
  );
  const inner = files.map((file) => ({ ...file, path: file.path.slice(wrapper.length) }));
  return {
    files: inner,
    remark: wrapper === '' ? [] : [`all files lie in ${showName(wrapper)}: that folder was taken as the submission`],
  };
}

function emptyFault(label: string, remarks: readonly string[]): GraderError {
  const why = remarks.length === 0 ? 'it is empty' : remarks.slice(0, 3).join('; ');
  return new GraderError('MISSING_FILE', `the submission ${label} holds no files (${why})`, {
    advice: 'hand in the files that the homework names',
  });
}

/** Names that differ by case only are one file on some systems; the student should know that both are here. */
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
