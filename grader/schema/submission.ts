/** A submission as the stages hand it on. */
import type { ModelFormat } from './protocol.js';
import type { StudentErrorReport } from './report.js';

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

export interface Submitter {
  readonly name?: string;
  readonly id?: string;
  readonly email?: string;
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
  /** ISO time from the export's metadata or the command line; never from the clock. */
  readonly submittedAt: string | null;
  readonly submitters: readonly Submitter[];
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

export interface LayerFact {
  readonly name: string;
  readonly className: string;
  readonly activation: string | null;
  /** What it computes is the model's output and goes nowhere else. */
  readonly output: boolean;
}

/** What the parent measured of an exported model, from its files alone. */
export interface ModelFacts {
  readonly format: ModelFormat;
  readonly parameters: number;
  /** model.json and all weight files together. */
  readonly fileBytes: number;
  /** What follows after the last weight of its files, which nobody reads; absent where nothing does. */
  readonly unreadBytes?: number;
  readonly layers: readonly LayerFact[];
  /** Shape of the input without the batch side; null where the file does not say. */
  readonly inputShape: readonly (number | null)[] | null;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
}

export type ModelAdmission =
  | { readonly status: 'admitted'; readonly facts: ModelFacts }
  | { readonly status: 'missing'; readonly sentence: string }
  /** `facts` where they could still be measured (e.g. NaN weights); no check earns points for a rejected model. */
  | { readonly status: 'rejected'; readonly sentence: string; readonly facts: ModelFacts | null }
  /** Its files are in order, but no worker could load it. */
  | { readonly status: 'not-loaded'; readonly error: StudentErrorReport; readonly facts: ModelFacts };
