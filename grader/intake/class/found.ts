/** A submission of a class: where it lies and how it is opened, before anything of it is read. */
import type { Submitter } from '../../protocol/class-metadata.js';
import type { SourceOptions } from '../archives/archive-source.js';
import type { Source } from '../files/source.js';

export interface FoundSubmission {
  /** The folder's or archive's name, without `.zip` or `.tar.gz`. Unique among those found. */
  readonly id: string;
  readonly path: string;
  /** Opens what lies inside the archive of a class; absent where `path` leads to it. */
  readonly open?: (options: SourceOptions) => Promise<Source>;
  /** A digest of what was handed in, where it does not follow from `path`. */
  readonly fingerprint?: () => Promise<string>;
  /** ISO time from a Gradescope export; null elsewhere. */
  readonly submittedAt: string | null;
  readonly submitters: readonly Submitter[];
}
