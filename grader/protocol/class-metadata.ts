/** The reader's answers about Gradescope's `submission_metadata.yml`: who handed in which folder, and when. */

export interface Submitter {
  readonly name?: string;
  readonly id?: string;
  readonly email?: string;
}

/** One submission; `name` is its folder's. */
export interface MetadataEntry {
  readonly name: string;
  /** ISO time in UTC; null if the export does not say, or not as an instant. */
  readonly submittedAt: string | null;
  /** What is written instead of an instant: without a zone, or unreadable. */
  readonly oddTime?: string;
  readonly submitters: readonly Submitter[];
}

/** A deviation from what Gradescope writes, at a line of the file. */
export const METADATA_FAULTS = ['yaml', 'aliases', 'empty', 'too-large', 'too-many'] as const;
export type MetadataFault = (typeof METADATA_FAULTS)[number];

/** Limits for the kept parts of the file; the parent refuses more. */
export const METADATA_CAPS = {
  entries: 20_000,
  /** Characters of one entry: a few people and a time. */
  entry: 16 * 1024,
  /** Characters of a time that is no instant. */
  oddTime: 100,
  /** Characters of all entries together. */
  all: 16 << 20,
} as const;

/** A page ends when its body has this many bytes, and may have one entry more. */
export const METADATA_PAGE_BYTES = 256 << 10;
