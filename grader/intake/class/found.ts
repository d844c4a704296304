/** A submission of a class, before anything of it is read: its location, and how to open it. */
import type { HandedIn } from '../../dates/handed-in.js';
import type { Submitter } from '../../protocol/class-metadata.js';
import type { SourceOptions } from '../archives/archive-source.js';
import type { Source } from '../files/source.js';

export interface FoundSubmission extends HandedIn {
  /** The folder's or archive's name, without `.zip` or `.tar.gz`. Unique among those found. */
  readonly id: string;
  readonly path: string;
  /** Opens a submission inside the archive of a class; absent if `path` leads to it. */
  readonly open?: (options: SourceOptions) => Promise<Source>;
  /** A digest of the submission, if it does not follow from `path`. */
  readonly fingerprint?: () => Promise<string>;
  /** When it was handed in as far as others than the archive say, if its own time is that of an entry of the archive. */
  readonly withoutEntry?: HandedIn;
  readonly submitters: readonly Submitter[];
}
