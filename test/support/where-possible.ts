/**
 * Tests that need what some machines lack: a mount, root, a library. They are skipped there, with the reason on stderr
 * and in jest's count. They must not return early instead, because they would then pass without testing anything.
 */
import { execFileSync } from 'node:child_process';
import { describe, test } from '@jest/globals';
import { makeFolder } from './folders.js';

/** `test`, or `test.skip` where there is a reason. */
export function testUnless(why: string | null, what: string): typeof test | typeof test.skip {
  return unless(why, what) ? test : test.skip;
}

/** `describe`, or `describe.skip` where there is a reason. */
export function describeUnless(why: string | null, what: string): typeof describe | typeof describe.skip {
  return unless(why, what) ? describe : describe.skip;
}

function unless(why: string | null, what: string): boolean {
  if (why !== null) process.stderr.write(`not tried: ${what}: ${why}\n`);
  return why === null;
}

/** Why no small disk can be mounted here; null when one can. */
export function whyNoDisk(): string | null {
  const folder = makeFolder();
  try {
    mountDisk(folder, '64k');
    unmountDisk(folder);
    return null;
  } catch (error) {
    return `no disk can be mounted: ${String((error as { stderr?: unknown }).stderr ?? error).trim()}`;
  }
}

/** A disk of that size at this folder, which is to be unmounted before the folder is removed. */
export function mountDisk(folder: string, size: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
}

/** A mounted disk, from now on. */
export function makeReadOnly(folder: string): void {
  execFileSync('mount', ['-o', 'remount,ro', folder], { stdio: 'pipe' });
}

export function unmountDisk(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'pipe' });
}
