/**
 * Folders among the temporary files. Their names tell whose they are, so that what a killed grader left is removed by
 * the next one.
 */
import { mkdtempSync, readdirSync, readlinkSync, rmSync, lstatSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'tuxgrade-';
/** Everything that this process made and has not removed; gone with it, unless it is killed. */
const made = new Set<string>();

process.on('exit', () => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** A new folder for this process alone (0700), removed when it ends. */
export function makeTemporary(): string {
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${ownerName(process.pid)}-`));
  made.add(folder);
  return folder;
}

export async function removeTemporary(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  made.delete(folder);
}

/** Removes what graders of this user left behind that were killed. */
export function sweepTemporary(): void {
  const pattern = new RegExp(`^${PREFIX}${ownerName('(\\d+)')}-`);
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(pattern.exec(name)?.[1] ?? 0);
    if (pid !== 0 && !isAlive(pid)) removeOwn(join(tmpdir(), name));
  }
}

/** A process id means something in its own namespace of processes alone: containers may share their temporary files. */
function ownerName(pid: number | string): string {
  return `${namespace}-${String(pid)}`;
}

const namespace = readNamespace();

function readNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: unknown }).code !== 'ESRCH';
  }
}

function removeOwn(folder: string): void {
  try {
    const stats = lstatSync(folder);
    if (stats.isDirectory() && stats.uid === process.getuid?.()) rmSync(folder, { recursive: true, force: true });
  } catch {
    // somebody else has just done it
  }
}
