/** Types of a data set of images that a student collected, as passed from stage to stage. Only types. */
import type { DataSetRules, DecodedImage, SplitFolder } from '../protocol/data-set.js';
import type { DocumentRead } from './submission.js';

/** A split with its table of labels. */
export interface SplitListing extends SplitFolder {
  readonly labels: DocumentRead;
}

/** A split with its images. */
export interface SplitSeen extends SplitListing {
  /** By the same names; only files that labels.csv may mean. */
  readonly images: ReadonlyMap<string, DecodedImage>;
}

/** A data set as it was read; without splits if nothing was found. */
export interface DataSetSeen {
  readonly splits: readonly SplitSeen[];
}

/** The part of a plan that requests a data set. */
export interface DataSetPlan {
  /** The id of the check that requests it. */
  readonly check: string;
  readonly path: string;
  /** The course's data sets with which it is compared. */
  readonly against: readonly string[];
  readonly rules: DataSetRules;
}
