/** What a course system's download looks like: whose each entry of a class is, by its name. */
import type { Submitter } from '../../../protocol/class-metadata.js';
import type { LevelEntry } from '../level.js';

/** An entry that a student handed in. */
export interface Owned {
  /** Of whom, so that no two students have the same and all entries of one do: a name with the system's number. */
  readonly owner: string;
  readonly submitter: Submitter | null;
  /** The file's name as its student wrote it; null for a folder, whose files count. */
  readonly as: string | null;
  /** What has to be told of it in the student's report. */
  readonly remarks: readonly string[];
  /** It holds nothing that can be graded. */
  readonly isLeftOut?: boolean;
}

export interface CourseSystem {
  readonly name: string;
  /** null for an entry that is not named as the system names them. `expects`: paths that the rubric names. */
  readonly read: (entry: LevelEntry, expects: readonly string[]) => Owned | null;
  /** Whether names like these can be nobody else's, given all that lies at the level. */
  readonly fits: (owned: readonly Owned[], entries: readonly LevelEntry[], expects: readonly string[]) => boolean;
}
