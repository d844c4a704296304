/** A submission as the stages hand it on. */
import type { ModelFacts, ModelReading } from '../protocol/model-facts.js';
import type { StudentErrorReport } from '../schema/evidence.js';

export interface FileFact {
  /** Relative to the submission, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** It is a pointer of Git LFS in the place of the file. */
  readonly isPointer?: boolean;
  /** It lies where the rubric looks for a file, and is not meant for another place. */
  readonly isExpected?: boolean;
}

/** Files at the paths of the student's own folder, so that imports lead where they lead there. */
export interface Unmoved {
  /** In the snapshot, without a slash; no other file of it lies below. */
  readonly folder: string;
  /** Relative to `folder`. */
  readonly paths: readonly string[];
  /** From the path of a file in the snapshot to its path in `folder`. */
  readonly pathOf: ReadonlyMap<string, string>;
}

/**
 * A read-only copy of a submission: regular files only, no links, sizes checked. `root` is a directory that the
 * sandbox mounts; nothing else of the machine is in it.
 */
export interface Snapshot {
  readonly id: string;
  readonly root: string;
  /** sha256 over sorted paths and contents, as hex. */
  readonly digest: string;
  readonly files: readonly FileFact[];
  readonly bytes: number;
  /** Where files were moved: code and what it may import once more, as handed in. */
  readonly unmoved?: Unmoved;
  /** What intake left out or noticed (links, archives' noise), in words for the student. */
  readonly remarks: readonly string[];
}

/** A file that the parent itself reads and parses as data. */
export type DocumentRead =
  | { readonly status: 'read'; readonly bytes: Uint8Array }
  /** `near` tells what lies elsewhere or under another name: `; …`. */
  | { readonly status: 'missing'; readonly near?: string }
  | { readonly status: 'pointer' }
  | { readonly status: 'too-large'; readonly bytes: number; readonly limit: number };

export type ModelAdmission =
  | ModelReading
  | { readonly status: 'missing'; readonly sentence: string }
  /** Its files are in order, but no worker could load it. */
  | { readonly status: 'not-loaded'; readonly error: StudentErrorReport; readonly facts: ModelFacts };
