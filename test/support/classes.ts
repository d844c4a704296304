/** Finds the submissions of a class as `batch` does, with a real reader. */
import { findSubmissions, type FindOptions, type FoundSubmission } from '../../grader/intake/class/find.js';
import { makeFolder } from './folders.js';
import { startReader } from './reader.js';

/** By the path of a class. */
export const findClass = (path: string, options: Partial<FindOptions> = {}): Promise<readonly FoundSubmission[]> =>
  findSubmissions(path, { workDir: makeFolder(), startReader, ...options });
