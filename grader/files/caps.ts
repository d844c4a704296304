/**
 * Limits on the size of submissions: bytes, files, depth, names. Relies on callers to count everything before any byte
 * is copied, and again while copying. Must not read files itself.
 */
import { GraderError } from '../errors.js';

export interface IntakeLimits {
  /** The total bytes of all files. */
  readonly submissionBytes: number;
  /** The number of files; the same limit applies to folders. */
  readonly files: number;
}

/**
 * The longest relative path, in bytes of UTF-8: with the snapshot's root, it is below the limit of every file system.
 */
export const MAX_PATH_BYTES = 1024;
/** The longest single name, in bytes of UTF-8, as in file systems. */
export const MAX_NAME_BYTES = 255;
/** The deepest nesting of folders. */
export const MAX_DEPTH = 32;
/** The most entries that are examined in one folder or archive, including those that are left out. */
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

/** Throws TOO_LARGE with the size and the limit unless the files fit. */
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

/** The error for too many files. It does not say how many, so that the walk can stop. */
export function tooManyFiles(limit: number): GraderError {
  return new GraderError('TOO_LARGE', `the submission has more than ${String(limit)} files, the limit`, {
    advice: 'hand in only what the homework asks for: leave data sets and installed packages out',
  });
}
