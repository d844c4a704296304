/** Reads what may not be there. Must not write. */
import type { Dirent } from 'node:fs';
import { access, readdir, readFile } from 'node:fs/promises';
import { codeOf, GraderError } from './errors.js';

export function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** The text of a file, in UTF-8; null if there is no such file. Throws USAGE if there is one that cannot be read. */
export async function textIfThere(path: string): Promise<string | null> {
  return await readFile(path, 'utf8').catch((error: unknown) => {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw explainReadError(path, error);
  });
}

/** The entries of a folder; none if there is no such folder. Throws USAGE if there is one that cannot be read. */
export async function entriesIfThere(path: string): Promise<readonly Dirent[]> {
  return await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw explainReadError(path, error);
  });
}

/** The error for a file or folder of a run that is there and cannot be read. */
export function explainReadError(path: string, error: unknown): GraderError {
  const code = codeOf(error);
  const isRight = code === 'EACCES' || code === 'EPERM';
  const advice = isRight
    ? { advice: 'Give this user the right to read it, or run the command as whoever owns it.' }
    : {};
  const why = isRight ? 'no permission' : (code ?? 'unknown reason');
  return new GraderError('USAGE', `${path} cannot be read: ${why}`, { ...advice, cause: error });
}

/** What a file says as JSON; null if there is no such file, or it is not JSON. Throws as `textIfThere` does. */
export async function jsonIfThere(path: string): Promise<unknown> {
  const text = await textIfThere(path);
  try {
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}
