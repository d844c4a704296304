/** A data set of images that a student collected, as the stages hand it on; and what can be found in it. */
import type { DocumentRead } from './submission.js';

/** Everything that can be found, in the order of a report. */
export const FINDING_CODES = [
  'labels-missing',
  'labels-unreadable',
  'row-incomplete',
  'row-repeated',
  'path-outside',
  'file-missing',
  'file-unlisted',
  'label-unknown',
  'not-png',
  'damaged',
  'wrong-size',
  'wrong-mode',
  'animated',
  'constant',
  'class-small',
  'class-imbalance',
  'duplicate',
  'duplicate-across-splits',
  'two-labels',
  'mirrored',
  'near-duplicate-across-splits',
  'level-across-splits',
  'course-image',
  'label-doubtful',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** One thing that was found. `row` counts lines of labels.csv from 1, its header included. */
export interface Finding {
  readonly code: FindingCode;
  readonly file: string;
  readonly row: number | null;
  /** In a few words. */
  readonly found: string;
}

/** Reasons for which a file gives no pixels. */
export const DECODE_FAULTS = ['not-png', 'damaged', 'wrong-size'] as const;
export type DecodeFault = (typeof DECODE_FAULTS)[number];

/** What was wrong with pixels that there are. */
export const DECODE_REMARKS = ['wrong-mode', 'animated'] as const;
export type DecodeRemark = (typeof DECODE_REMARKS)[number];

/** A file as the sandbox decoded it: a claim of a program that hostile bytes went through. */
export type DecodedImage =
  | {
      readonly status: 'decoded';
      /** [side, side, 3] */
      readonly pixels: Uint8Array;
      readonly remarks: readonly { readonly code: DecodeRemark; readonly found: string }[];
    }
  | { readonly status: 'bad'; readonly code: DecodeFault; readonly found: string };

/** What the decoder is asked: files below the folder that it was started in. */
export interface DecodeRequest {
  readonly type: 'decode';
  readonly side: number;
  readonly files: readonly string[];
}

/** One split: a folder with labels.csv and images. */
export interface SplitSeen {
  /** `train` or `valid`; empty where the data set is one folder. */
  readonly name: string;
  /** Path of the folder within the submission. */
  readonly folder: string;
  readonly labels: DocumentRead;
  /** Every other file in the folder or below, relative to it. */
  readonly files: readonly string[];
  /** By the same names; only files that labels.csv may mean. */
  readonly images: ReadonlyMap<string, DecodedImage>;
}

/** A data set as it was seen; no split where there is nothing. */
export interface DataSetSeen {
  readonly splits: readonly SplitSeen[];
}

/** Where a plan wants a data set to be looked at. */
export interface DataSetPlan {
  readonly path: string;
  readonly side: number;
}

/** Height and width of the course's images. */
export const IMAGE_SIDE = 64;
/** The course's classes in the order of their numbers. */
export const IMAGE_CLASSES = ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'] as const;

export const SPLIT_NAMES = ['train', 'valid'] as const;
export const LABELS_FILE = 'labels.csv';
/** Enough for about 100,000 rows. */
export const MOST_LABEL_BYTES = 4 << 20;
