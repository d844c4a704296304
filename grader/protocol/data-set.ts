/** What the decoder is asked about a data set that a student collected, what it replies, and what can be found in one. */
import type { ImageSizeFields } from '../tensor/images.js';

/** Everything that can be found, in the order of a report. */
export const FINDING_CODES = [
  'labels-missing',
  'labels-unreadable',
  'row-incomplete',
  'row-repeated',
  'path-outside',
  'path-spelling',
  'file-missing',
  'file-unlisted',
  'label-unknown',
  'not-png',
  'damaged',
  'wrong-size',
  'wrong-mode',
  'animated',
  'constant',
  'noise',
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

/** Findings of a kind that a report names; all are counted. */
export const MOST_FINDINGS = 1000;
/** Bytes of a report; of one that would be larger fewer findings are told. */
export const MOST_REPORT_BYTES = 4 << 20;
export const FEW_FINDINGS = 50;

export interface FindingGroup {
  readonly code: FindingCode;
  readonly title: string;
  readonly mend: string;
  /** All that there are. */
  readonly count: number;
  /** The first MOST_FINDINGS. */
  readonly findings: readonly Finding[];
}

export interface SplitCounts {
  readonly name: string;
  /** Images that were decoded, have a row and show something: neither noise nor one colour. */
  readonly images: number;
  /** Different ones: copies count as one image. */
  readonly perClass: readonly number[];
}

/** What was found in a data set: plain JSON, and bounded. */
export interface DataSetReport {
  readonly splits: readonly SplitCounts[];
  /** In the order of FINDING_CODES; none is empty. */
  readonly groups: readonly FindingGroup[];
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
      /** [height, width, 3], of grey images too */
      readonly pixels: Uint8Array;
      readonly remarks: readonly { readonly code: DecodeRemark; readonly found: string }[];
    }
  | { readonly status: 'bad'; readonly code: DecodeFault; readonly found: string };

/** What the decoder is asked: files below the folder that it was started in. */
export interface DecodeRequest extends ImageSizeFields {
  readonly type: 'decode';
  readonly files: readonly string[];
}

/** All that an examination needs but the images themselves; the body of a request, as JSON. */
export interface ExamineTask {
  readonly rules: DataSetRules;
  readonly splits: readonly SplitFiles[];
  readonly course: readonly PackedLook[];
}

/** One split: a folder with labels.csv and images. */
export interface SplitFolder {
  /** `train` or `valid`; empty where the data set is one folder. */
  readonly name: string;
  /** Path of the folder within the submission. */
  readonly folder: string;
  /** Every other file in the folder or below, relative to it. */
  readonly files: readonly string[];
}

/** A split by its files; labels.csv is read where the images are. */
export interface SplitFiles extends SplitFolder {
  readonly hasLabels: boolean;
}

/** What is known of an image of the course; bytes in base64. */
export interface PackedLook {
  readonly set: string;
  readonly label: number;
  readonly digest: string;
  readonly cells: string;
  readonly middle: string;
}

/** The decoder is given a task, then its files by their places in all files of all splits, then asked for the report. */
export type ExamineRequest =
  | { readonly type: 'examine' }
  | { readonly type: 'add'; readonly from: number; readonly to: number; readonly without: readonly number[] }
  | { readonly type: 'report' };

export type DecoderRequest = DecodeRequest | ExamineRequest;

/** What the decoder reports; the words about each kind of finding are the parent's own. */
export interface ClaimedReport {
  readonly splits: readonly SplitCounts[];
  readonly groups: readonly Omit<FindingGroup, 'title' | 'mend'>[];
}

/**
 * What is asked of a data set, with the size of every image. Grey images are compared as colours as well.
 */
export interface DataSetRules extends ImageSizeFields {
  readonly classes: readonly string[];
  /** Fewest images of a class. */
  readonly minImagesPerClass: number;
  /** The largest class has at most so many times the images of the smallest. */
  readonly maxImbalance: number;
  /** Also look for labels that do not fit the image: a hint only. */
  readonly labelNoise: boolean;
}

/** Fewest images of a class, where a rubric does not say. */
export const FEWEST_OF_A_CLASS = 50;
/** How many times the images of the smallest class the largest may have, where a rubric does not say. */
export const MOST_IMBALANCE = 3;
/** The course's classes in the order of their numbers. */
export const IMAGE_CLASSES = ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'] as const;

export const SPLIT_NAMES = ['train', 'valid'] as const;
export const LABELS_FILE = 'labels.csv';
/** Enough for about 100,000 rows. */
export const MOST_LABEL_BYTES = 4 << 20;
