/** Finds programs as a shell does, but only in absolute folders of PATH. */
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The first match on PATH; null if there is none. */
export function findProgram(name: string): string | null {
  const folders = (process.env['PATH'] ?? '/usr/bin:/bin').split(delimiter).filter((folder) => isAbsolute(folder));
  return folders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
