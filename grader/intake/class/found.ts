/** A submission of a class, before anything of it is read: its location, and how to open it. */
import type { Submitter } from '../../protocol/class-metadata.js';
import type { SourceOptions } from '../archives/archive-source.js';
import type { Source } from '../files/source.js';

export interface FoundSubmission {
  /** The folder's or archive's name, without `.zip` or `.tar.gz`. Unique among those found. */
  readonly id: string;
  readonly path: string;
  /** Opens a submission inside the archive of a class; absent if `path` leads to it. */
  readonly open?: (options: SourceOptions) => Promise<Source>;
  /** A digest of the submission, if it does not follow from `path`. */
  readonly fingerprint?: () => Promise<string>;
  /** ISO time from a Gradescope export; null elsewhere. */
  readonly submittedAt: string | null;
  readonly submitters: readonly Submitter[];
}
