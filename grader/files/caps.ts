/** How much of a submission is taken in. Everything is counted before a byte is copied, and again while copying. */
import { GraderError } from '../errors.js';

export interface IntakeLimits {
  /** Bytes of all files together. */
  readonly submissionBytes: number;
  /** Number of files; folders are held to the same number. */
  readonly files: number;
}

/** Longest relative path, in bytes of UTF-8: below every file system's own limit once the snapshot's root is added. */
export const MAX_PATH_BYTES = 1024;
/** Longest single name, in bytes of UTF-8: what file systems allow. */
export const MAX_NAME_BYTES = 255;
/** Most folders inside one another. */
export const MAX_DEPTH = 32;
/** Most entries that are looked at in one folder or archive, those that are left out included. */
export const MAX_ENTRIES = 200_000;

const KIB = 1024;
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes as people read them: `812 bytes`, `200.0 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= KIB && unit < UNITS.length - 1) {
    value /= KIB;
    unit += 1;
  }
  return unit === 0 ? `${String(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}` : `${value.toFixed(1)} ${UNITS[unit] ?? ''}`;
}

export interface Sized {
  readonly path: string;
  readonly bytes: number;
}

/** Throws TOO_LARGE with what was measured and the limit, unless the files fit. */
export function assertFits(files: readonly Sized[], limits: IntakeLimits): void {
  if (files.length > limits.files) throw tooManyFiles(limits.files);
  const total = files.reduce((sum, file) => sum + file.bytes, 0);
  if (total <= limits.submissionBytes) return;
  const largest = files.reduce((most, file) => (file.bytes > most.bytes ? file : most));
  throw new GraderError(
    'TOO_LARGE',
    `the submission's files add up to ${formatBytes(total)}, the limit is ${formatBytes(limits.submissionBytes)}; ` +
      `the largest is ${largest.path} with ${formatBytes(largest.bytes)}`,
    { advice: 'hand in only what the homework asks for: leave data sets, checkpoints and videos out' },
  );
}

/** More files than allowed; how many more is not counted, so that the walk can end. */
export function tooManyFiles(limit: number): GraderError {
  return new GraderError('TOO_LARGE', `the submission has more than ${String(limit)} files, the limit`, {
    advice: 'hand in only what the homework asks for: leave data sets and installed packages out',
  });
}
