/** One digest of all that comes with a submission: its files, or why it is refused, when it was handed in, by whom. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { GraderError } from '../errors.js';
import type { FoundSubmission } from './class/found.js';
import { codeOf } from './files/file-faults.js';
import { digestFolder, type OpenOptions } from './open.js';

/**
 * `digest` is the one of a snapshot where that is known; a folder is read for it else. An archive is taken as it is, for
 * to unpack it needs a sandbox. Never throws for what is wrong with the submission: that is a fingerprint as well.
 */
export async function fingerprintOf(submission: FoundSubmission, options: OpenOptions, digest = ''): Promise<string> {
  const { submittedAt, submitters } = submission;
  const content = await contentOf(submission, options, digest);
  return createHash('sha256')
    .update(JSON.stringify([content, submittedAt, submitters]))
    .digest('hex');
}

async function contentOf(
  { path, fingerprint, open }: FoundSubmission,
  options: OpenOptions,
  digest: string,
): Promise<string> {
  if (fingerprint !== undefined) return await fingerprint();
  try {
    // what is put together from several entries has no path of its own
    if (open === undefined && (await stat(path)).isFile()) return await digestOfFile(path);
    return digest === '' ? await digestFolder(path, options) : digest;
  } catch (error) {
    if (error instanceof GraderError) return `${error.code}: ${error.message}`;
    // what is not there, or may not be read
    const code = codeOf(error);
    if (code === null) throw error;
    return code;
  }
}

/** sha256 of a file's bytes, as hex. */
async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
