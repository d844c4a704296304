/** Examines a data set outside of grading: copies it, decodes and examines the copy in a sandbox, and removes it. */
import { join } from 'node:path';
import { seeDataSet } from './observe.js';
import { shownFiles } from './analysis/shown.js';
import { GraderError } from '../errors.js';
import { openSubmission } from '../intake/open.js';
import { decodeImages } from '../sandbox/reading/decode.js';
import type { Driver } from '../sandbox/drivers/driver.js';
import { readerStarter } from '../sandbox/reading/reader.js';
import {
  LABELS_FILE,
  SPLIT_NAMES,
  type DataSetReport,
  type DataSetRules,
  type PackedCourse,
} from '../protocol/data-set.js';
import { imageShapeOf } from '../tensor/images.js';
import type { Snapshot } from '../stages/submission.js';
import { makePassable, removeTemporary } from '../temporary.js';

export interface LintOptions {
  readonly rules: DataSetRules;
  /** The course's own images, with which it is compared; null for none. */
  readonly course: PackedCourse | null;
  /** Also return the pixels of images that findings are about. */
  readonly withPictures: boolean;
  readonly driver: Driver;
  readonly signal?: AbortSignal | undefined;
}

export interface LintedDataSet {
  readonly report: DataSetReport;
  /** [height, width, 3] of images with findings, by file; not all if there are many. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  /** Remarks on what was left out when the folder was copied, such as links. */
  readonly remarks: readonly string[];
}

const LIMITS = { submissionBytes: 1 << 30, files: 50_000 };

/** Throws a GraderError for a path that is not a folder, and for a folder that is too large or empty. */
export async function lintDataSet(path: string, options: LintOptions): Promise<LintedDataSet> {
  const { rules, course, withPictures, driver, signal } = options;
  const workDir = makePassable();
  try {
    const expects = ['', ...SPLIT_NAMES].map((split) => join(split, LABELS_FILE));
    const startReader = readerStarter(driver, signal);
    const snapshot = await openSubmission(path, { limits: LIMITS, workDir, startReader, expects }).catch(asUsage);
    const report = await seeDataSet(snapshot, { path: '', rules, course }, { driver, signal });
    const pictures = withPictures ? await picturesOf(report, snapshot, options) : new Map<string, Uint8Array>();
    return { report, pictures, remarks: snapshot.remarks };
  } finally {
    await removeTemporary(workDir);
  }
}

async function picturesOf(
  report: DataSetReport,
  { root, files }: Snapshot,
  { rules, driver, signal }: LintOptions,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const there = new Set(files.map(({ path }) => path));
  const wanted = shownFiles(report).filter((file) => there.has(file));
  const decoded = await decodeImages(root, wanted, { ...imageShapeOf(rules), driver, signal });
  return new Map(
    [...decoded].flatMap(([file, image]): [string, Uint8Array][] =>
      image.status === 'decoded' ? [[file, image.pixels]] : [],
    ),
  );
}

/** The caller owns the folder, so errors in it are usage errors. */
function asUsage(error: unknown): never {
  if (!(error instanceof GraderError) || error.fault !== 'student') throw error;
  throw new GraderError('USAGE', error.message, { cause: error, ...(error.advice ? { advice: error.advice } : {}) });
}
