/**
 * Paths of a student's folder, on any system: `path` is the system's own module of paths, so that those of another
 * system can be tried. Pure.
 */
import type { PlatformPath } from 'node:path';

/** `folder` and those around it, the innermost first. Relative folders are of the working directory. */
export function foldersAround(folder: string, path: PlatformPath): readonly string[] {
  const around = [path.resolve(folder)];
  for (;;) {
    const inner = around.at(-1) ?? '';
    const outer = path.dirname(inner);
    // the root of a drive is in no folder
    if (outer === inner) return around;
    around.push(outer);
  }
}

/** Whether `inner` is `outer` or below it. Windows ignores the case of letters. */
export function isWithin(outer: string, inner: string, path: PlatformPath): boolean {
  const way = path.relative(outer, inner);
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}

/**
 * Why a path of a configuration cannot be used, in words after its name; null if it can. It must be the same on each
 * system, and lead to nothing outside of the configuration's folder.
 */
export function whyUnfit(written: string, { posix, win32 }: Pick<PlatformPath, 'posix' | 'win32'>): string | null {
  if (/\p{Cc}/u.test(written)) return 'contains a line break or a control character';
  if (written.includes('\\')) return 'contains a backslash: write / between folders, on Windows too';
  // also `C:work`, which Windows takes for a folder of another drive
  if (posix.isAbsolute(written) || win32.isAbsolute(written) || /^[a-z]:/i.test(written)) {
    return 'is not relative: write it from the folder of this file on';
  }
  const plain = posix.normalize(written);
  return plain === '..' || plain.startsWith('../')
    ? 'leads out of the folder of this file, which is not allowed'
    : null;
}
