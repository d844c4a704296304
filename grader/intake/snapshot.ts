/**
 * Writes the read-only copy. Nothing of the source's modes, owners, times or links is taken over. Files are 0444 and
 * folders 0755 whatever the umask: the sandbox's own user reads them and cannot write. The folder above (`workDir`) is
 * the caller's: it must let that user pass (0711 or 0755).
 *
 * Digest: sha256 over `tuxgrade-snapshot-1\n` and then, for each file in the order of its path's UTF-8 bytes,
 * `<path>\0<bytes>\0<sha256 of the content, hex>\n`. It does not depend on times, modes, the order of reading, or on
 * whether the submission came as a folder or as an archive.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GraderError } from '../errors.js';
import type { FileFact } from '../schema/submission.js';
import type { IntakeLimits } from './caps.js';
import { codeOf, writeFaultOf } from './file-faults.js';
import { comparePaths, showName } from './names.js';
import type { SourceFile } from './source.js';

const FILE_MODE = 0o444;
const FOLDER_MODE = 0o755;
/** Files that are copied side by side: a data set has thousands of small ones. */
const AT_ONCE = 8;

export interface Copied {
  readonly root: string;
  readonly files: readonly FileFact[];
  readonly bytes: number;
  readonly digest: string;
  readonly remarks: readonly string[];
}

/**
 * Copies `files` into `empty`, or else a new folder inside `workDir`, which is made when it is not there. The folder is
 * called `submission` and alone in its own: a sandbox may take that for the root of its file system. Removes the new
 * folder on failure.
 */
export async function copyFiles(
  files: readonly SourceFile[],
  workDir: string,
  limits: IntakeLimits,
  empty?: string,
): Promise<Copied> {
  const root = empty ?? (await makeRoot(workDir));
  const remarks: string[] = [];
  const facts: FileFact[] = [];
  const folders = new Set<string>([root]);
  let left = limits.submissionBytes;
  try {
    const sorted = [...files].sort((a, b) => comparePaths(a.path, b.path));
    for (const { path } of sorted) await makeFolders(root, dirname(path), folders);
    for (let start = 0; start < sorted.length; start += AT_ONCE) {
      const group = await copyGroup(sorted.slice(start, start + AT_ONCE), root, left);
      for (const { fact, said } of group) {
        left -= fact.bytes;
        if (left < 0) throw grewTooLarge(fact.path);
        facts.push(fact);
        remarks.push(...said);
      }
    }
  } catch (cause) {
    if (empty === undefined) await rm(dirname(root), { recursive: true, force: true });
    throw writeFaultOf(cause, workDir);
  }
  return { root, files: facts, bytes: limits.submissionBytes - left, digest: digestOf(facts), remarks };
}

/** The digest of a copy that is not made. Throws what reading throws, TOO_LARGE above all. */
export async function digestFiles(files: readonly SourceFile[], limits: IntakeLimits): Promise<string> {
  const facts: FileFact[] = [];
  let left = limits.submissionBytes;
  for (const file of [...files].sort((a, b) => comparePaths(a.path, b.path))) {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of file.read([])) {
      bytes += chunk.byteLength;
      if (bytes > left) throw grewTooLarge(file.path);
      hash.update(chunk);
    }
    left -= bytes;
    facts.push({ path: file.path, bytes, sha256: hash.digest('hex') });
  }
  return digestOf(facts);
}

/** The digest as the header of this file defines it; `facts` in any order. */
export function digestOf(facts: readonly FileFact[]): string {
  const hash = createHash('sha256').update('tuxgrade-snapshot-1\n');
  for (const fact of [...facts].sort((a, b) => comparePaths(a.path, b.path))) {
    hash.update(`${fact.path}\0${String(fact.bytes)}\0${fact.sha256}\n`);
  }
  return hash.digest('hex');
}

async function makeRoot(workDir: string): Promise<string> {
  try {
    await mkdir(workDir, { recursive: true, mode: FOLDER_MODE });
    const room = await mkdtemp(join(workDir, 'room-'));
    await chmod(room, FOLDER_MODE);
    const root = join(room, 'submission');
    await mkdir(root);
    await chmod(root, FOLDER_MODE);
    return root;
  } catch (cause) {
    throw writeFaultOf(cause, workDir);
  }
}

async function makeFolders(root: string, folder: string, known: Set<string>): Promise<void> {
  let path = root;
  for (const part of folder === '.' ? [] : folder.split('/')) {
    path = join(path, part);
    if (known.has(path)) continue;
    await mkdir(path).catch((cause: unknown) => {
      throw clashOf(cause, folder);
    });
    await chmod(path, FOLDER_MODE);
    known.add(path);
  }
}

interface CopiedFile {
  readonly fact: FileFact;
  readonly said: readonly string[];
}

/** All of them are done, or have failed, before the first failure is thrown: nothing writes on afterwards. */
async function copyGroup(files: readonly SourceFile[], root: string, left: number): Promise<CopiedFile[]> {
  const copies = files.map(async (file): Promise<CopiedFile> => {
    const said: string[] = [];
    return { fact: await copyFile(file, root, left, said), said };
  });
  await Promise.allSettled(copies);
  return await Promise.all(copies);
}

async function copyFile(file: SourceFile, root: string, left: number, remarks: string[]): Promise<FileFact> {
  const handle = await open(join(root, file.path), 'wx').catch((cause: unknown) => {
    throw clashOf(cause, file.path);
  });
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of file.read(remarks)) {
      bytes += chunk.byteLength;
      if (bytes > left) throw grewTooLarge(file.path);
      hash.update(chunk);
      await handle.writeFile(chunk);
    }
    await handle.chmod(FILE_MODE);
  } finally {
    await handle.close();
  }
  return { path: file.path, bytes, sha256: hash.digest('hex') };
}

/** Two names that this disk takes for one: letters' case, or composed and decomposed accents. */
function clashOf(cause: unknown, path: string): unknown {
  if (codeOf(cause) !== 'EEXIST') return cause;
  return new GraderError(
    'BAD_ARCHIVE',
    `${showName(path)} is there twice, in names that differ by case or accents only`,
    {
      advice: 'rename one of the two',
      cause,
    },
  );
}

function grewTooLarge(path: string): GraderError {
  return new GraderError('TOO_LARGE', `with ${showName(path)} the submission's files exceed the size limit`, {
    advice: 'hand in only what the homework asks for',
  });
}
