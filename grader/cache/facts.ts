/** Keeps small results between runs that are expensive to compute and valid until the machine changes. */
import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, isOurs } from './folder.js';

const MOST_BYTES = 64 * 1024;

/** The value cached under this name for exactly these facts; null if there is none that can be trusted. */
export function recall(name: string, facts: readonly string[]): string | null {
  const folder = cacheFolder();
  if (!folder.ok) return null;
  try {
    const descriptor = openSync(join(folder.path, name), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const stat = fstatSync(descriptor);
      if (!stat.isFile() || !isOurs(stat) || stat.size > MOST_BYTES) return null;
      const [key, ...value] = readFileSync(descriptor, 'utf8').split('\n');
      return key === keyOf(facts) ? value.join('\n') : null;
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return null;
  }
}

/** Caches a value, if that is possible. */
export function remember(name: string, facts: readonly string[], value: string): void {
  const folder = cacheFolder();
  if (!folder.ok) return;
  try {
    const temporary = join(folder.path, `${name}.${String(process.pid)}`);
    writeFileSync(temporary, `${keyOf(facts)}\n${value}`, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, join(folder.path, name));
  } catch {
    // a full disk, a read-only home, or another grader that is writing the same file
  }
}

function keyOf(facts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Changes whenever the file does. */
export function stampOf(path: string): string {
  const { size, mtimeMs, ino, dev } = lstatSync(path);
  return [path, size, mtimeMs, ino, dev].join(' ');
}
