/**
 * The folder in which this user's tuxgrade keeps what is expensive to compute. Nothing in it may be used unless nobody but
 * this user can have written it: a poisoned cache would switch off the sandbox or change marks.
 */
import { lstatSync, mkdirSync, rmSync, writeFileSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { codeOf } from '../errors.js';

const OTHERS = 0o077;
const PROBE_BYTES = 4096;

export type CacheFolder =
  | { readonly ok: true; readonly path: string }
  /** Completes "cannot be used: ...". */
  | { readonly ok: false; readonly problem: string };

/** `parts` are names of folders below the cache's own, which are made. */
export function cacheFolder(...parts: readonly string[]): CacheFolder {
  const caches = cachesOfUser();
  if (caches === null) return { ok: false, problem: 'this account has no home folder, and XDG_CACHE_HOME names none' };
  const own = join(caches, 'tuxgrade');
  const path = join(own, ...parts);
  // without user ids the owner of a file is unknown
  if (process.getuid === undefined) return { ok: false, problem: 'this system does not say who owns a file' };
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (let folder = path; folder !== dirname(own); folder = dirname(folder)) {
      const stat = lstatSync(folder);
      if (!stat.isDirectory()) return { ok: false, problem: `${folder} is not a folder` };
      if (!isOurs(stat)) return { ok: false, problem: `other users could have written to ${folder}` };
    }
    return { ok: true, path };
  } catch (error) {
    return { ok: false, problem: `${path} cannot be made (${codeOf(error) ?? 'unknown error'})` };
  }
}

/**
 * The folder of all caches of this user; null for an account without one. A relative path would be another folder wherever
 * tuxgrade is called.
 */
function cachesOfUser(): string | null {
  const named = process.env['XDG_CACHE_HOME'] ?? '';
  if (isAbsolute(named)) return named;
  const home = homeOfUser();
  return isAbsolute(home) ? join(home, '.cache') : null;
}

function homeOfUser(): string {
  try {
    return homedir();
  } catch {
    // no HOME, and no entry in the system's list of users
    return '';
  }
}

/** Why nothing can be written to a folder; null if something can. */
export function cacheFault(path: string): string | null {
  const probe = join(path, `.probe.${String(process.pid)}`);
  try {
    writeFileSync(probe, new Uint8Array(PROBE_BYTES), { mode: 0o600 });
    return null;
  } catch (error) {
    return `${path} cannot be written (${codeOf(error) ?? 'unknown error'})`;
  } finally {
    rmSync(probe, { force: true });
  }
}

/** Only this user can have written it. */
export function isOurs(stat: Stats): boolean {
  return stat.uid === process.getuid?.() && (stat.mode & OTHERS) === 0;
}
