/**
 * Folders among the temporary files. All are made here. Their names tell whose they are, so that what a killed grader left is removed by
 * the next one.
 */
import {
  chmodSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf, GraderError, meaningOf } from './errors.js';

const PREFIX = 'tuxgrade-';
/** Everything that this process made and has not removed; gone with it, unless it is killed. */
const made = new Set<string>();

process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder for this process alone (0700), removed when it ends. Throws DISK_FULL where none can be made. */
export function makeTemporary(): string {
  return amongTemporary(() => {
    const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${own}-`));
    made.add(folder);
    return folder;
  });
}

/** Does what writes to temporary files; what the system says against it is thrown as DISK_FULL, in a sentence. */
export function amongTemporary<T>(write: () => T): T {
  try {
    return write();
  } catch (cause) {
    const code = codeOf(cause);
    if (typeof code !== 'string' || cause instanceof GraderError) throw cause;
    const advice = 'Set TMPDIR to a folder that can be written, or free some space there.';
    throw new GraderError('DISK_FULL', `no temporary files in ${tmpdir()}: ${WHY[code] ?? meaningOf(code)}`, {
      advice,
      cause,
    });
  }
}

/** Where more can be said of this folder than of any. */
const WHY: Readonly<Record<string, string>> = {
  ENOTDIR: 'it is not a folder',
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
};

/** The same, for what a sandbox's user has to reach by its name, and nobody else can find (0711). */
export function makePassable(): string {
  const folder = makeTemporary();
  chmodSync(folder, 0o711);
  return folder;
}

/** A descriptor for reading a file with these bytes that has no name any more, so that nothing of it can be left. */
export function openNameless(bytes: Uint8Array): number {
  const folder = makeTemporary();
  const path = join(folder, 'file');
  return amongTemporary(() => {
    try {
      writeFileSync(path, bytes, { mode: 0o600 });
      return openSync(path, 'r');
    } finally {
      rmSync(folder, { recursive: true, force: true });
      made.delete(folder);
    }
  });
}

export async function removeTemporary(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  made.delete(folder);
}

/** Removes what graders of this user left behind that were killed, and ends the sandboxes that never began. */
export function sweepTemporary(): void {
  for (const name of amongTemporary(() => readdirSync(tmpdir()))) {
    const [, inside, pid, began = ''] = NAME.exec(name) ?? [];
    if (inside !== namespace || isAlive(Number(pid), began)) continue;
    const folder = join(tmpdir(), name);
    if (removeOwn(folder)) endHeld(folder);
  }
}

/** Of what the system does not tell, as on macOS. */
const UNKNOWN = '0';
/**
 * A process id means something in its own namespace of processes alone: containers may share their temporary files. The
 * number is given again to a later process, which began at another time.
 */
const namespace = readNamespace();
const own = [namespace, process.pid, beganAt(process.pid) ?? UNKNOWN].join('-');
const NAME = new RegExp(`^${PREFIX}(\\d+)-(\\d+)-(\\d+)-`);

function readNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}

/** When a process began, in ticks since the machine did (field 22 of proc(5)); null if that is not told. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    // the name of the program, in brackets, may have anything in it
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(pid: number, began: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const now = beganAt(pid);
  return now === null || began === UNKNOWN || now === began;
}

/** Whether it was there, and of this user. */
function removeOwn(folder: string): boolean {
  try {
    const stats = lstatSync(folder);
    const isOwn = stats.isDirectory() && stats.uid === process.getuid?.();
    // a process of the killed grader may still be ending, and write
    if (isOwn) rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
    return isOwn;
  } catch {
    // somebody else has just done it
    return false;
  }
}

/** A bubblewrap whose parent was killed in the one moment before it is bound to its life waits without end. */
function endHeld(folder: string): void {
  for (const pid of processIds()) {
    try {
      const isBubblewrap = readFileSync(`/proc/${pid}/comm`, 'latin1') === 'bwrap\n';
      if (!isBubblewrap || !readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`${folder}/`)) continue;
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // it has just ended
    }
  }
}

function processIds(): readonly string[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {
    // macOS has none, and no bubblewrap
    return [];
  }
}
