/** Examines a data set by itself, outside of a grading: a copy is made, decoded in a sandbox, examined, thrown away. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeDataSets } from './data-sets.js';
import { examineDataSet, type DataSetReport, type DataSetRules } from './dataset/examine.js';
import { GraderError } from './errors.js';
import { openSubmission } from './intake/open.js';
import type { Driver } from './sandbox/driver.js';
import { readerStarter } from './sandbox/reader.js';
import { LABELS_FILE, SPLIT_NAMES } from './schema/data-set.js';

export interface LintOptions {
  readonly rules: DataSetRules;
  readonly driver: Driver;
  readonly signal?: AbortSignal | undefined;
}

export interface LintedDataSet {
  readonly report: DataSetReport;
  /** What was left out when the folder was copied, such as links. */
  readonly remarks: readonly string[];
}

const LIMITS = { submissionBytes: 1 << 30, files: 50_000 };

/** Throws a GraderError for a path that is no folder and for a folder that is too large or empty. */
export async function lintDataSet(path: string, { rules, driver, signal }: LintOptions): Promise<LintedDataSet> {
  const workDir = await mkdtemp(join(tmpdir(), 'tuxgrade-'));
  await chmod(workDir, 0o711);
  try {
    const expects = ['', ...SPLIT_NAMES].map((split) => join(split, LABELS_FILE));
    const startReader = readerStarter(driver, signal);
    const snapshot = await openSubmission(path, { limits: LIMITS, workDir, startReader, expects }).catch(asUsage);
    const seen = await seeDataSets(snapshot, [{ path: '', side: rules.side }], { driver, signal });
    return { report: examineDataSet(seen.get('') ?? { splits: [] }, rules), remarks: snapshot.remarks };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** Here the caller owns the folder: what would be a submission's fault is theirs. */
function asUsage(error: unknown): never {
  if (!(error instanceof GraderError) || error.fault !== 'student') throw error;
  throw new GraderError('USAGE', error.message, { cause: error, ...(error.advice ? { advice: error.advice } : {}) });
}
