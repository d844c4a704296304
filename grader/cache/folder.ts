/**
 * The folder in which this user's tuxgrade keeps what is expensive to compute. Nothing in it may be used unless nobody but
 * this user can have written it: a poisoned cache would switch off the sandbox or change marks.
 */
import { lstatSync, mkdirSync, rmSync, writeFileSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { codeOf } from '../errors.js';

const OTHERS = 0o077;
const PROBE_BYTES = 4096;

export type CacheFolder =
  | { readonly ok: true; readonly path: string }
  /** Completes "cannot be used: ...". */
  | { readonly ok: false; readonly path: string; readonly problem: string };

/** `parts` are names of folders below the cache's own, which are made. */
export function cacheFolder(...parts: readonly string[]): CacheFolder {
  const own = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tuxgrade');
  const path = join(own, ...parts);
  // without user ids the owner of a file is unknown
  if (process.getuid === undefined) return { ok: false, path, problem: 'this system does not say who owns a file' };
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    for (let folder = path; folder !== dirname(own); folder = dirname(folder)) {
      const stat = lstatSync(folder);
      if (!stat.isDirectory()) return { ok: false, path, problem: `${folder} is not a folder` };
      if (!isOurs(stat)) return { ok: false, path, problem: `other users could have written to ${folder}` };
    }
    return { ok: true, path };
  } catch (error) {
    return { ok: false, path, problem: `${path} cannot be made (${codeOf(error) ?? 'unknown error'})` };
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
