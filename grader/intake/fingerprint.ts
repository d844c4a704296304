/** A digest of a submission: its files or why it is refused, when and under which dates it was handed in, and by whom. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { codeOf, GraderError } from '../errors.js';
import type { FoundSubmission } from './class/found.js';
import { digestFolder, type OpenOptions } from './open.js';

/**
 * `digest` is that of a snapshot, if known; otherwise a folder is read for it. An archive is not unpacked, because that
 * needs a sandbox. Never throws for an error in the submission, which has a fingerprint as well.
 */
export async function fingerprintOf(submission: FoundSubmission, options: OpenOptions, digest = ''): Promise<string> {
  const { submittedAt, timeFrom = null, timeRemarks = [], terms = null, submitters } = submission;
  const content = await contentOf(submission, options, digest);
  return createHash('sha256')
    .update(JSON.stringify([content, submittedAt, submitters, timeFrom, timeRemarks, terms]))
    .digest('hex');
}

async function contentOf(
  { path, fingerprint, open }: FoundSubmission,
  options: OpenOptions,
  digest: string,
): Promise<string> {
  if (fingerprint !== undefined) return await fingerprint();
  try {
    // a submission that is joined from several entries has no path of its own
    if (open === undefined && (await stat(path)).isFile()) return await digestOfFile(path);
    return digest === '' ? await digestFolder(path, options) : digest;
  } catch (error) {
    if (error instanceof GraderError) return `${error.code}: ${error.message}`;
    // missing or unreadable
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
