/**
 * Allows one run at a time in a folder. The lock is the kernel's (flock) on an open file: it ends with the process,
 * however that ends, and must not depend on a clock. Node.js cannot take it, so a small program does, on a file that
 * both have open.
 */
import { open, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { execa, type Options } from 'execa';
import { GraderError } from '../errors.js';
import { explainWriteError } from '../atomic.js';

export interface Lock {
  readonly release: () => Promise<void>;
}

const FILE = '.lock';
/** Descriptor of the file in the program that locks it. */
const DESCRIPTOR = 3;
/** Exit code of flock(1) and of the Perl program if another process has the lock. */
const TAKEN = 1;
/** The kernel releases the lock of a killed process a moment later. */
const PATIENCE_SECONDS = 1;

const PROGRAMS: readonly (readonly [string, ...string[]])[] = [
  ['flock', '--exclusive', '--wait', String(PATIENCE_SECONDS), String(DESCRIPTOR)],
  // for systems without flock(1), such as macOS
  ['perl', '-e', `open(F, "<&=${String(DESCRIPTOR)}"); exit(flock(F, 6) ? 0 : ${String(TAKEN)})`],
];

/** Throws USAGE if another run has the folder, naming that run. */
export async function lockFolder(folder: string): Promise<Lock> {
  const path = join(folder, FILE);
  const file = await open(path, 'a+', 0o644).catch((error: unknown) => {
    throw explainWriteError(path, error);
  });
  try {
    await take(file, folder);
    await file.truncate();
    await file.appendFile(`process ${String(process.pid)} on ${hostname()}\n`);
  } catch (error) {
    await file.close();
    throw error instanceof GraderError ? error : explainWriteError(path, error);
  }
  return { release: () => file.close() };
}

async function take(file: FileHandle, folder: string): Promise<void> {
  for (const [program, ...args] of PROGRAMS) {
    const { exitCode, stderr } = await execa(program, args, {
      // execa's types allow only descriptors 3 to 9; it passes on any
      stdio: ['ignore', 'ignore', 'pipe', file.fd] as NonNullable<Options['stdio']>,
      reject: false,
    });
    if (exitCode === 0) return;
    if (exitCode === TAKEN) throw await takenBy(file, folder);
    if (exitCode !== undefined) throw unlockable(folder, String(stderr));
  }
  throw unlockable(folder, 'neither flock nor perl is installed');
}

async function takenBy(file: FileHandle, folder: string): Promise<GraderError> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(200), 0, 200, 0);
  const holder = buffer.toString('utf8', 0, bytesRead).trim() || 'another run';
  return new GraderError('USAGE', `${folder} is in use by ${holder}`, {
    advice: 'Wait until it has ended.',
  });
}

function unlockable(folder: string, why: string): GraderError {
  return new GraderError('USAGE', `${folder} cannot be kept from other runs: ${why.trim()}`, {
    advice: 'Use a folder on a disk of this machine, and install flock (package util-linux).',
  });
}
