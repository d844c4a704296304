/** The interface of course systems: finds the owner of each entry of a class by its name. */
import type { Submitter } from '../../../protocol/class-metadata.js';
import type { LevelEntry } from '../level.js';

/** An entry that belongs to a student. */
export interface Owned {
  /** The same for all entries of a student and different for all students: a name with the system's number. */
  readonly owner: string;
  readonly submitter: Submitter | null;
  /** The file's original name; null for a folder, whose files count. */
  readonly as: string | null;
  /** Remarks for the student's report. */
  readonly remarks: readonly string[];
  /**
   * Orders uploads of the same student with the same `as`: the highest counts. Absent if the system does not number them.
   */
  readonly version?: number;
  /** It contains nothing that can be graded. */
  readonly isLeftOut?: boolean;
}

export interface CourseSystem {
  readonly name: string;
  /** null for an entry without the system's form of names. `expects`: paths that the rubric names. */
  readonly read: (entry: LevelEntry, expects: readonly string[]) => Owned | null;
  /** Whether such names must be from this system, given all entries of the level. */
  readonly fits: (owned: readonly Owned[], entries: readonly LevelEntry[], expects: readonly string[]) => boolean;
}
