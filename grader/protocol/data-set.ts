/**
 * The protocol of the decoder for a data set that a student collected: requests, replies, and the kinds of findings.
 */
import type { ImageSizeFields } from '../tensor/images.js';
import type { TensorData } from '../tensor/tensor.js';
import type { TensorHeader } from './worker.js';

/** The kinds of findings, in the order of a report. */
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

/** One finding. `row` is the line of labels.csv, counted from 1 including the header. */
export interface Finding {
  readonly code: FindingCode;
  readonly file: string;
  readonly row: number | null;
  /** In a few words. */
  readonly found: string;
  /** What it was compared with: another file of the data set, or the name of a data set of the course. */
  readonly twin?: string;
  /** If that is a data set of the course: the place in it of the image that it was compared with. */
  readonly twinAt?: number;
  /** It and its twin, of the first MOST_PICTURED findings of a kind about what images show. */
  readonly pictures?: readonly RawPicture[];
}

/** A reduced image in colours, as bytes in base64. Whoever shows it encodes it, so that no file is passed on. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  /** [height, width, 3] */
  readonly pixels: string;
}

export const MOST_PICTURED = 3;
/** The longest side of a reduced image. */
export const MOST_PICTURE_SIDE = 32;

/** The most findings of a kind that a report lists; all are counted. */
export const MOST_FINDINGS = 1000;
/** The most bytes of a report; fewer findings are listed in a report that would be larger. */
export const MOST_REPORT_BYTES = 4 << 20;
export const FEW_FINDINGS = 50;

export interface FindingGroup {
  readonly code: FindingCode;
  readonly title: string;
  readonly mend: string;
  /** The number of all findings. */
  readonly count: number;
  /** The first MOST_FINDINGS findings. */
  readonly findings: readonly Finding[];
}

export interface SplitCounts {
  readonly name: string;
  /** The number of images that were decoded, have a row, and are neither noise nor of one colour. */
  readonly images: number;
  /** The number of different images: copies count as one image. */
  readonly perClass: readonly number[];
}

/** The report on a data set: plain JSON of bounded size. */
export interface DataSetReport {
  readonly splits: readonly SplitCounts[];
  /** In the order of FINDING_CODES; none is empty. */
  readonly groups: readonly FindingGroup[];
}

/** Reasons for which a file gives no pixels. */
export const DECODE_FAULTS = ['not-png', 'damaged', 'wrong-size'] as const;
export type DecodeFault = (typeof DECODE_FAULTS)[number];

/** The faults of files that do have pixels. */
export const DECODE_REMARKS = ['wrong-mode', 'animated'] as const;
export type DecodeRemark = (typeof DECODE_REMARKS)[number];

/** A file as decoded in the sandbox: a claim of a program that hostile bytes may have taken over. */
export type DecodedImage =
  | {
      readonly status: 'decoded';
      /** [height, width, 3], also for grey images. */
      readonly pixels: Uint8Array;
      readonly remarks: readonly { readonly code: DecodeRemark; readonly found: string }[];
    }
  | { readonly status: 'bad'; readonly code: DecodeFault; readonly found: string };

/** The requests to the decoder: files below the folder in which it was started. */
export interface DecodeRequest extends ImageSizeFields {
  readonly type: 'decode';
  readonly files: readonly string[];
}

/** Everything that an examination needs except the images; see examine-task.ts for how it is sent. */
export interface ExamineTask {
  readonly rules: DataSetRules;
  readonly splits: readonly SplitFiles[];
  readonly course: PackedCourse | null;
}

/** One split: a folder with labels.csv and images. */
export interface SplitFolder {
  /** `train` or `valid`; empty if the data set is one folder. */
  readonly name: string;
  /** The path of the folder within the submission. */
  readonly folder: string;
  /** Every other file in the folder or below, relative to it. */
  readonly files: readonly string[];
}

/** A split by its files; the program that decodes the images also reads labels.csv. */
export interface SplitFiles extends SplitFolder {
  readonly hasLabels: boolean;
}

/** The features of the course's images, each as a tensor of all images. */
export interface PackedCourse {
  /** The names of its data sets. */
  readonly sets: readonly string[];
  readonly tensors: Readonly<Record<'set' | 'at' | 'label' | 'digest' | 'cells' | 'bands' | 'middle', TensorData>>;
}

/**
 * The decoder gets a task, then files by their indices among the files of all splits, then a request for the report.
 */
export type ExamineRequest =
  | ExamineHeader
  | { readonly type: 'add'; readonly from: number; readonly to: number; readonly without: readonly number[] }
  | { readonly type: 'report' };

export interface ExamineHeader {
  readonly type: 'examine';
  /** In the body. */
  readonly tensors: Readonly<Record<string, TensorHeader>>;
}

export type DecoderRequest = DecodeRequest | ExamineRequest;

/** The report of the decoder; the parent adds the titles and the advice. */
export interface ClaimedReport {
  readonly splits: readonly SplitCounts[];
  readonly groups: readonly Omit<FindingGroup, 'title' | 'mend'>[];
}

/**
 * The rules for a data set, with the size of every image. Grey images are also compared as colours.
 */
export interface DataSetRules extends ImageSizeFields {
  readonly classes: readonly string[];
  /** The fewest images of a class. */
  readonly minImagesPerClass: number;
  /** The largest ratio of the largest class to the smallest. */
  readonly maxImbalance: number;
  /** Also look for labels that do not fit the image, which is only a hint. */
  readonly labelNoise: boolean;
}

/** The default of the fewest images of a class. */
export const FEWEST_OF_A_CLASS = 50;
/** The default of the largest ratio of the largest class to the smallest. */
export const MOST_IMBALANCE = 3;
/** The course's classes in the order of their numbers. */
export const IMAGE_CLASSES = ['object', 'tile', 'tux', 'badguy', 'bonus', 'projectile'] as const;

export const SPLIT_NAMES = ['train', 'valid'] as const;
export const LABELS_FILE = 'labels.csv';
/** Enough for about 100,000 rows. */
export const MOST_LABEL_BYTES = 4 << 20;
