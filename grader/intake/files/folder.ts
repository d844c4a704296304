/**
 * Lists the files of a submission that is a folder. It must not follow links or open anything but regular files, so
 * that a pipe cannot block it and no device is read.
 */
import { constants, type Dirent, type Stats } from 'node:fs';
import { lstat, open, opendir, readlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { codeOf, GraderError } from '../../errors.js';
import { MAX_ENTRIES, tooManyFiles, type IntakeLimits } from '../../files/caps.js';
import { fileFaultOf } from './file-faults.js';
import { comparePaths, examineName, showName } from '../../files/names.js';
import { PathsTaken } from './paths-taken.js';
import { noiseRemark, type Source, type SourceContent } from './source.js';
import { counted } from '../../text/counted.js';

const CHUNK_BYTES = 256 * 1024;
/** Files that are read concurrently: a data set has thousands of small ones. */
const AT_ONCE = 8;
const DECODER = new TextDecoder('utf-8', { fatal: true });

interface FolderFile {
  /** As it is on the disk. */
  readonly raw: string;
  readonly path: string;
  readonly bytes: number;
  readonly read: (remarks: string[]) => AsyncIterable<Uint8Array>;
}

interface Walk {
  readonly root: string;
  readonly limits: IntakeLimits;
  readonly files: FolderFile[];
  readonly remarks: string[];
  readonly noise: Set<string>;
  folderCount: number;
  entries: number;
}

/** All regular files under `root`. Throws GraderError: TOO_LARGE (too many), USAGE (unreadable). */
export async function openFolder(root: string, limits: IntakeLimits): Promise<Source> {
  const walk: Walk = { root, limits, files: [], remarks: [], noise: new Set(), folderCount: 0, entries: 0 };
  const pending = [''];
  // grows during the iteration
  for (const folder of pending) for (const inner of await walkFolder(walk, folder)) pending.push(inner);
  const files = withoutClashes(walk);
  return {
    files: files.map(({ path, bytes }, key) => ({ path, bytes, key })),
    remarks: [...walk.remarks, ...noiseRemark(walk.noise)],
    atOnce: AT_ONCE,
    contents: () => contentsOf(files),
    close: () => Promise.resolve(),
  };
}

/** A file with a backslash in its name is one of a folder, unless something else has its place there. */
function withoutClashes(walk: Walk): readonly FolderFile[] {
  const isWritten = ({ raw }: FolderFile) => raw.includes('\\');
  const written = walk.files.filter(isWritten);
  if (written.length === 0) return walk.files;
  const plain = walk.files.filter((file) => !isWritten(file));
  const taken = new PathsTaken();
  for (const { path } of plain) taken.add(path);
  const fitting = written.filter(({ raw, path }) => {
    const isFree = taken.add(path);
    if (!isFree) leaveOut(walk, raw, `something else is there as ${showName(path)}`);
    return isFree;
  });
  return [...plain, ...fitting];
}

/** One file as a source, under the name `as`; left out with a remark if it cannot be copied. */
export async function openSingle(file: string, as: string): Promise<Source> {
  const stats = await lstat(file).catch((cause: unknown) => {
    throw fileFaultOf(cause, showName(as));
  });
  const verdict = examineName(as);
  const source = { atOnce: 1, close: () => Promise.resolve() };
  if (verdict.kind !== 'ok' || !stats.isFile()) {
    const unfit = verdict.kind === 'unfit' ? verdict.why : 'its name is not one for a file';
    const why = verdict.kind === 'ok' ? await whyNotRegular(dirname(file), file, stats) : unfit;
    return { ...source, files: [], remarks: [`${showName(as)} was left out: ${why}`], contents: () => [] };
  }
  const { path } = verdict;
  const read = (remarks: string[]) => readRegular(file, path, stats, remarks);
  const files = [{ path, bytes: stats.size, key: 0 }];
  return { ...source, files, remarks: [], contents: () => [{ key: 0, read }] };
}

function* contentsOf(files: readonly FolderFile[]): Generator<SourceContent> {
  for (const [key, { read }] of files.entries()) yield { key, read };
}

/** Adds the files of one folder and returns its sub-folders. `folder` is relative and ends in `/`, or is empty. */
async function walkFolder(walk: Walk, folder: string): Promise<string[]> {
  walk.folderCount += 1;
  if (walk.folderCount > walk.limits.files + 1) throw tooManyFiles(walk.limits.files);
  const subFolders: string[] = [];
  for (const name of await namesIn(walk, folder)) {
    const raw = `${folder}${name}`;
    const verdict = examineName(raw);
    if (verdict.kind === 'noise') walk.noise.add(verdict.what);
    else if (verdict.kind === 'unfit') leaveOut(walk, raw, verdict.why);
    else if (verdict.kind === 'escape') leaveOut(walk, raw, 'its name leads out of the folder');
    else if (await addEntry(walk, raw, verdict.path)) subFolders.push(`${raw}/`);
  }
  return subFolders;
}

async function namesIn(walk: Walk, folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    const directory = await opendir(join(walk.root, folder), { encoding: 'buffer' as BufferEncoding });
    for await (const entry of directory) {
      walk.entries += 1;
      if (walk.entries > MAX_ENTRIES) throw tooManyFiles(walk.limits.files);
      const name = decodeName(entry);
      if (name === null) leaveOut(walk, `${folder}?`, 'its name is not UTF-8');
      else names.push(name);
    }
  } catch (cause) {
    throw fileFaultOf(cause, `the folder ${showName(folder === '' ? walk.root : folder)}`);
  }
  return names.sort(comparePaths);
}

function decodeName(entry: Dirent): string | null {
  const raw: unknown = entry.name;
  if (!(raw instanceof Uint8Array)) return entry.name;
  try {
    return DECODER.decode(raw);
  } catch {
    return null;
  }
}

/** Adds a regular file; returns true for a folder. Everything else is left out with a remark. */
async function addEntry(walk: Walk, raw: string, path: string): Promise<boolean> {
  const absolute = join(walk.root, raw);
  let stats: Stats;
  try {
    stats = await lstat(absolute);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') {
      leaveOut(walk, raw, 'it vanished while the folder was read');
      return false;
    }
    throw fileFaultOf(cause, showName(raw));
  }
  if (stats.isDirectory()) return true;
  if (!stats.isFile()) {
    leaveOut(walk, raw, await whyNotRegular(walk.root, absolute, stats));
    return false;
  }
  if (walk.files.length >= walk.limits.files) throw tooManyFiles(walk.limits.files);
  walk.files.push({ raw, path, bytes: stats.size, read: (remarks) => readRegular(absolute, path, stats, remarks) });
  return false;
}

async function whyNotRegular(root: string, absolute: string, stats: Stats): Promise<string> {
  if (stats.isFIFO()) return 'it is a pipe, not a file';
  if (stats.isSocket()) return 'it is a socket, not a file';
  if (!stats.isSymbolicLink()) return 'it is a device, not a file';
  const target = await readlink(absolute).catch(() => '');
  const inside = !relative(root, resolve(dirname(absolute), target)).startsWith('..');
  return `it is a symbolic link${inside ? '' : ' to outside the submission'}, and links are not followed; hand in the file itself`;
}

/**
 * Reads a file that was listed as regular. O_NOFOLLOW, O_NONBLOCK and the comparison of inodes refuse a file that was
 * replaced by a link or a pipe in the meantime. At most one byte more than listed is read.
 */
async function* readRegular(
  absolute: string,
  path: string,
  listed: Stats,
  remarks: string[],
): AsyncGenerator<Uint8Array> {
  const handle = await open(absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (cause: unknown) => {
      throw fileFaultOf(cause, showName(path));
    },
  );
  try {
    const before = await handle.stat();
    if (!before.isFile() || before.ino !== listed.ino || before.dev !== listed.dev) throw changed(path);
    let total = 0;
    for (;;) {
      // One byte more than listed, so that a file that grew is noticed.
      const size = Math.min(CHUNK_BYTES, listed.size - total + 1);
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, null);
      if (bytesRead === 0) break;
      total += bytesRead;
      if (total > listed.size) throw changed(path);
      yield buffer.subarray(0, bytesRead);
      if (hasEnded({ total, bytesRead, size }, listed)) break;
    }
    const after = await handle.stat();
    if (total !== listed.size || after.mtimeMs !== before.mtimeMs) {
      remarks.push(
        `${showName(path)} changed while it was read: ${counted(total, 'byte')} of it ${total === 1 ? 'was' : 'were'} graded`,
      );
    }
  } catch (cause) {
    throw fileFaultOf(cause, showName(path));
  } finally {
    await handle.close();
  }
}

interface Progress {
  readonly total: number;
  readonly bytesRead: number;
  /** What was asked for. */
  readonly size: number;
}

/** All that was listed was read, and less than was asked for: the file did not grow. */
function hasEnded({ total, bytesRead, size }: Progress, listed: Stats): boolean {
  return total === listed.size && bytesRead < size;
}

function changed(path: string): GraderError {
  return new GraderError('USAGE', `${showName(path)} was replaced or grew while it was read`, {
    advice: 'stop the program that writes to the submission and grade again',
  });
}

function leaveOut(walk: Walk, raw: string, why: string): void {
  walk.remarks.push(`${showName(raw)} was left out: ${why}`);
}
