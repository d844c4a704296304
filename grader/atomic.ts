/** Writes files atomically, so that a reader sees either the old or the new text: temporary file, fsync, rename. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf, GraderError } from './errors.js';

export interface WriteOptions {
  /** Whether it is on the disk when this resolves; default: true. Without it, a power failure may lose it. */
  readonly flush?: boolean;
}

export async function writeAtomically(
  path: string,
  text: string | Uint8Array,
  { flush = true }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, 'wx', 0o644);
    try {
      await file.writeFile(text);
      if (flush) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    if (flush) await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw explainWriteError(path, error);
  }
}

/** A rename is on the disk only after fsync of its folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Ensures that results can be written there before grading starts. `option` named the folder; null if none did. */
export async function ensureWritable(folder: string, option: string | null = '--out'): Promise<void> {
  const probe = join(folder, `.${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await (await open(probe, 'wx')).close();
    await rm(probe);
  } catch (error) {
    throw explainWriteError(folder, error, option);
  }
}

/** The same for one file, which may be there already and is then replaced. */
export async function ensureFileWritable(path: string, option: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  const name = basename(path);
  // a path without a name, or with a slash at its end, can only be that of a folder
  if (found?.isDirectory() === true || name === '' || !path.endsWith(name)) {
    throw explainWriteError(path, { code: 'EISDIR' }, option);
  }
  await ensureWritable(dirname(path), option);
}

/** The error for a failed write; its code says whose fault it is. `option` named the path; null if none did. */
export function explainWriteError(path: string, error: unknown, option: string | null = null): GraderError {
  const code = codeOf(error);
  const another = option === null ? {} : { advice: `Choose another ${option}.` };
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new GraderError('DISK_FULL', `cannot write ${path}: the disk is full`, {
        advice: 'Free some space; what was finished is kept.',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new GraderError('USAGE', `cannot write ${path}: no permission`, {
        advice: either(option, 'change who may write there'),
        cause: error,
      });
    case 'ENOTDIR':
    case 'EEXIST':
      return new GraderError('USAGE', `cannot write ${path}: a file is where a folder is expected`, {
        ...another,
        cause: error,
      });
    case 'EISDIR':
      return new GraderError('USAGE', `cannot write ${path}: a folder is where the file is expected`, {
        advice: either(option, 'remove the folder'),
        cause: error,
      });
    default:
      return new GraderError(
        'DISK_FULL',
        `cannot write ${path}: ${typeof code === 'string' ? code : 'unknown error'}`,
        { ...another, cause: error },
      );
  }
}

/** `act`, to follow "or", or another path where an option named this one. */
function either(option: string | null, act: string): string {
  return option === null ? `${act.charAt(0).toUpperCase()}${act.slice(1)}.` : `Choose another ${option}, or ${act}.`;
}
