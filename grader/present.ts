/** Reads what may not be there. Must not write. */
import { access, readFile } from 'node:fs/promises';
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
    throw new GraderError('USAGE', `${path} cannot be read (${code ?? 'unknown reason'})`, { cause: error });
  });
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
