/**
 * Reads submission_metadata.json from its place. What is not a file of a sensible size is not read: the submission is graded
 * without it, and staff are told.
 */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { codeOf } from '../errors.js';
import { formatBytes } from '../files/caps.js';
import { readMetadata, withoutMetadata, type SubmissionFacts } from './metadata.js';

/** The results of the submission before are in it, which have at most 1 MB. */
const MOST_BYTES = 8 << 20;

export async function readMetadataFile(path: string): Promise<SubmissionFacts> {
  let file: FileHandle;
  try {
    // a link could lead to another file, and a pipe would be waited for
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return withoutMetadata(`${path} ${WHY[codeOf(error) ?? ''] ?? 'cannot be read'}`);
  }
  try {
    const facts = await file.stat();
    if (!facts.isFile()) return withoutMetadata(`${path} is not a file`);
    if (facts.size > MOST_BYTES) {
      return withoutMetadata(`${path} has ${formatBytes(facts.size)}, the limit is ${formatBytes(MOST_BYTES)}`);
    }
    return readMetadata(await file.readFile('utf8'));
  } catch (error) {
    return withoutMetadata(`${path} cannot be read (${codeOf(error) ?? 'unknown error'})`);
  } finally {
    await file.close();
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'is missing',
  ELOOP: 'is a link and not a file',
  EISDIR: 'is a folder and not a file',
  EACCES: 'cannot be read: permission denied',
};
