/** A data set of images that a student collected, as the stages hand it on. */
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

/** A data set as it was seen; no split where there is nothing. */
export interface DataSetSeen {
  readonly splits: readonly SplitSeen[];
}

/** Where a plan wants a data set to be looked at. */
export interface DataSetPlan {
  /** Id of the check that asks. */
  readonly check: string;
  readonly path: string;
  /** The course's data sets that it is compared with. */
  readonly against: readonly string[];
  readonly rules: DataSetRules;
}
