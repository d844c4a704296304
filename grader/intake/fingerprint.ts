/** A digest of a submission: its files or why it is refused, when and under which dates it was handed in, and by whom. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { codeOf, GraderError } from '../errors.js';
import type { HandedIn } from '../dates/handed-in.js';
import type { FoundSubmission } from './class/found.js';
import { digestFolder, type OpenOptions } from './open.js';

/**
 * `digest` is that of a snapshot, if known; otherwise a folder is read for it. An archive is not unpacked, because that
 * needs a sandbox. Never throws for an error in the submission, which has a fingerprint as well.
 */
export async function fingerprintOf(submission: FoundSubmission, options: OpenOptions, digest = ''): Promise<string> {
  const content = await contentOf(submission, options, digest);
  return `${sha256Of(content)}-${sha256Of(handedInAs(submission))}`;
}

/** The fingerprint of the same files, handed in otherwise: at another time, by others or under other dates. */
export function withHandedIn(fingerprint: string, submission: Pick<FoundSubmission, 'submitters'> & HandedIn): string {
  return `${contentIn(fingerprint)}-${sha256Of(handedInAs(submission))}`;
}

/** Whether two fingerprints are of the same files. */
export function isSameContent(one: string, other: string): boolean {
  return contentIn(one) === contentIn(other);
}

const contentIn = (fingerprint: string) => fingerprint.split('-')[0] ?? '';

function handedInAs(submission: Pick<FoundSubmission, 'submitters'> & HandedIn): string {
  const { submittedAt, timeFrom = null, timeRemarks = [], terms = null, submitters } = submission;
  return JSON.stringify([submittedAt, submitters, timeFrom, timeRemarks, terms]);
}

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');

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
