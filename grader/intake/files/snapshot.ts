/**
 * Writes the read-only copy. It must not keep modes, owners, times or links of the source. Files are 0444 and folders
 * 0755 whatever the umask: the sandbox's own user can read but not write them. The folder above (`workDir`) is the
 * caller's: it must let that user enter (0711 or 0755).
 *
 * Digest: sha256 over `tuxgrade-snapshot-1\n` and then, for each file in the order of its path's UTF-8 bytes,
 * `<path>\0<bytes>\0<sha256 of the content, hex>\n`. Where code lies a second time as it was handed in, its imports
 * depend on that: `handed in as\n` and `<path>\0<sha256>\n` for each of these follow. It does not depend on times, modes, the order of reading, or on
 * whether the submission came as a folder or as an archive.
 */
import { createHash } from 'node:crypto';
import { closeSync, fchmodSync, openSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, GraderError } from '../../errors.js';
import { isPointer, POINTER_START } from '../../files/lfs.js';
import type { FileFact, Unmoved } from '../../stages/submission.js';
import type { IntakeLimits } from '../../files/caps.js';
import { writeFaultOf } from './file-faults.js';
import { comparePaths, showName } from '../../files/names.js';
import type { Source, SourceContent, SourceFile } from './source.js';
import { copyToSecondPlaces, digestedOf, secondPlaces, unmovedOf, type SecondPlaces } from './unmoved-copy.js';
import { newRoot } from './work-folders.js';

const FILE_MODE = 0o444;
const FOLDER_MODE = 0o755;

export interface Copied {
  readonly root: string;
  readonly files: readonly FileFact[];
  readonly bytes: number;
  readonly digest: string;
  readonly unmoved: Unmoved | null;
  readonly remarks: readonly string[];
}

/** What is copied: files with their new names, and the source of their contents. */
export interface Copying extends Pick<Source, 'atOnce' | 'contents'> {
  readonly files: readonly SourceFile[];
  /** Files that lie a second time at these paths, for imports. */
  readonly unmoved?: readonly SourceFile[];
}

/**
 * Copies files into `empty` or, by default, into a new folder inside `workDir`, which is made if necessary. The folder
 * is called `submission` and is alone in its folder, which a sandbox may use as the root of its file system. Removes
 * the new folder on failure.
 */
export async function copyFiles(
  source: Copying,
  workDir: string,
  limits: IntakeLimits,
  empty?: string,
): Promise<Copied> {
  const root = empty ?? (await newRoot(workDir, 'room')).root;
  const folders = new Set<string>([root]);
  try {
    const second = secondPlaces(source.files, source.unmoved ?? []);
    const others = second?.all.map(({ path }) => `${second.folder}/${path}`) ?? [];
    for (const path of [...source.files.map((file) => file.path), ...others]) {
      await makeFolders(root, dirname(path), folders);
    }
    const { facts, remarks, digest } = await readPlaced(source, second, limits, (path) => fileWriter(root, path));
    if (second !== null) copyToSecondPlaces(root, second, FILE_MODE);
    const bytes = facts.reduce((sum, fact) => sum + fact.bytes, 0);
    return { root, files: facts, bytes, digest, remarks, unmoved: second === null ? null : unmovedOf(second) };
  } catch (cause) {
    if (empty === undefined) await rm(dirname(root), { recursive: true, force: true });
    throw writeFaultOf(cause, workDir);
  }
}

/** The digest that a copy would have, without making it. Throws what reading throws, such as TOO_LARGE. */
export async function digestFiles(source: Copying, limits: IntakeLimits): Promise<string> {
  const nowhere: Writer = { write: () => undefined, close: () => undefined };
  const second = secondPlaces(source.files, source.unmoved ?? []);
  return (await readPlaced(source, second, limits, () => nowhere)).digest;
}

/** Reads every file once. The facts are those of the submission's files, without those that are there for imports alone. */
async function readPlaced(
  source: Copying,
  second: SecondPlaces | null,
  limits: IntakeLimits,
  writerOf: (path: string) => Writer,
): Promise<{ readonly facts: FileFact[]; readonly remarks: string[]; readonly digest: string }> {
  const read = await readAll({ ...source, files: [...source.files, ...(second?.alone ?? [])] }, limits, writerOf);
  const all = read.map(({ fact }) => fact);
  const alone = new Set(second?.alone.map(({ path }) => path));
  const facts = all.filter(({ path }) => !alone.has(path));
  const unmoved = second === null ? [] : digestedOf(second, all);
  return { facts, remarks: read.flatMap(({ said }) => said), digest: digestOf(facts, unmoved) };
}

interface ReadFile {
  readonly fact: FileFact;
  readonly said: readonly string[];
}

/** Not asynchronous: a promise for each step of each of thousands of small files takes ten times as long. */
interface Writer {
  readonly write: (chunk: Uint8Array) => void;
  readonly close: (whole: boolean) => void;
}

/** Every file once, in the order of the paths' bytes, whatever the order of the contents. */
async function readAll(
  { files, atOnce, contents }: Omit<Copying, 'unmoved'>,
  limits: IntakeLimits,
  writerOf: (path: string) => Writer,
): Promise<ReadFile[]> {
  const paths = new Map(files.map(({ key, path }) => [key, path]));
  const budget = { left: limits.submissionBytes };
  const done: ReadFile[] = [];
  const running = new Set<Promise<void>>();
  const faults: unknown[] = [];
  for await (const { key, read } of contents()) {
    const path = paths.get(key);
    if (path === undefined) throw new Error('the source gives contents of a file that it did not list');
    const one = readOne({ path, read }, budget, writerOf).then(
      (file) => void done.push(file),
      (cause: unknown) => {
        faults.push(cause);
      },
    );
    running.add(one);
    void one.then(() => running.delete(one));
    if (running.size >= atOnce) await Promise.race(running);
    if (faults.length > 0) break;
  }
  // all have ended before the first failure is thrown, so that nothing is written afterwards
  await Promise.all(running);
  if (faults.length > 0) throw faults[0];
  // one that is not there would cost the student points for what the grader lost
  if (done.length !== files.length) {
    throw new GraderError('INTERNAL', `${String(files.length - done.length)} of the submission's files were not read`);
  }
  return done.sort((a, b) => comparePaths(a.fact.path, b.fact.path));
}

async function readOne(
  { path, read }: { readonly path: string } & Pick<SourceContent, 'read'>,
  budget: { left: number },
  writerOf: (path: string) => Writer,
): Promise<ReadFile> {
  const said: string[] = [];
  const writer = writerOf(path);
  const hash = createHash('sha256');
  let bytes = 0;
  let start: Uint8Array = new Uint8Array();
  let whole = false;
  try {
    for await (const chunk of read(said)) {
      bytes += chunk.byteLength;
      budget.left -= chunk.byteLength;
      if (budget.left < 0) throw grewTooLarge(path);
      hash.update(chunk);
      if (start.length < POINTER_START) start = Buffer.concat([start, chunk.subarray(0, POINTER_START)]);
      writer.write(chunk);
    }
    whole = true;
  } finally {
    writer.close(whole);
  }
  const fact = { path, bytes, sha256: hash.digest('hex') };
  return { fact: isPointer(start, bytes) ? { ...fact, isPointer: true } : fact, said };
}

function fileWriter(root: string, path: string): Writer {
  const file = openNew(join(root, path), path);
  return {
    write: (chunk) => {
      writeFileSync(file, chunk);
    },
    close: (whole) => {
      try {
        if (whole) fchmodSync(file, FILE_MODE);
      } finally {
        closeSync(file);
      }
    },
  };
}

function openNew(absolute: string, path: string): number {
  try {
    return openSync(absolute, 'wx');
  } catch (cause) {
    throw clashOf(cause, path);
  }
}

/** The digest as the header of this file defines it; `facts` in any order. */
export function digestOf(
  facts: readonly FileFact[],
  unmoved: readonly Pick<FileFact, 'path' | 'sha256'>[] = [],
): string {
  const hash = createHash('sha256').update('tuxgrade-snapshot-1\n');
  for (const fact of [...facts].sort((a, b) => comparePaths(a.path, b.path))) {
    hash.update(`${fact.path}\0${String(fact.bytes)}\0${fact.sha256}\n`);
  }
  if (unmoved.length > 0) hash.update('handed in as\n');
  for (const { path, sha256 } of [...unmoved].sort((a, b) => comparePaths(a.path, b.path))) {
    hash.update(`${path}\0${sha256}\n`);
  }
  return hash.digest('hex');
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

/** The fault for two names that are the same on this disk: by case, or by composed and decomposed accents. */
function clashOf(cause: unknown, path: string): unknown {
  if (codeOf(cause) !== 'EEXIST') return cause;
  return new GraderError('BAD_ARCHIVE', `${showName(path)} is there twice, in names that this disk takes for one`, {
    advice: 'rename one of the two',
    cause,
  });
}

function grewTooLarge(path: string): GraderError {
  return new GraderError('TOO_LARGE', `with ${showName(path)} the submission's files exceed the size limit`, {
    advice: 'hand in only what the homework asks for',
  });
}
