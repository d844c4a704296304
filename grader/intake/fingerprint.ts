/** One digest of all that comes with a submission: its files, or why it is refused, when it was handed in, by whom. */
import { createHash } from 'node:crypto';
import { GraderError } from '../errors.js';
import type { FoundSubmission } from './find.js';
import { digestSubmission, type OpenOptions } from './open.js';

/**
 * `digest` is the one of a snapshot where that is known; else the submission is read for it. Never throws for what is
 * wrong with the submission: that is a fingerprint as well.
 */
export async function fingerprintOf(
  { path, submittedAt, submitters, open }: FoundSubmission,
  options: OpenOptions,
  digest = '',
): Promise<string> {
  const content = digest === '' ? await digestOrFault(path, { ...options, open }) : digest;
  return createHash('sha256')
    .update(JSON.stringify([content, submittedAt, submitters]))
    .digest('hex');
}

async function digestOrFault(path: string, options: OpenOptions): Promise<string> {
  try {
    return await digestSubmission(path, options);
  } catch (error) {
    if (error instanceof GraderError) return `${error.code}: ${error.message}`;
    throw error;
  }
}
