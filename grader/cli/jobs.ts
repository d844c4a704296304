/** How many submissions are graded at a time. */
import { availableParallelism } from 'node:os';
import { GraderError } from '../errors.js';

/** Each job uses up to three user ids at a time, of the 64 that one grader has. */
const MOST_JOBS = 20;

/** The number of cores, up to the limit. */
export function defaultJobs(cores: number): number {
  return Math.min(cores, MOST_JOBS);
}

/** The value of --jobs; throws USAGE for one that cannot be used. */
export function parseJobs(given: number | undefined): number {
  if (given === undefined) return defaultJobs(availableParallelism());
  if (!Number.isInteger(given) || given < 1 || given > MOST_JOBS) {
    throw new GraderError(
      'USAGE',
      `--jobs is ${Number.isNaN(given) ? 'not a number' : String(given)}, expected a whole number from 1 to ${String(MOST_JOBS)}`,
      {
        advice: `Leave it out: all cores are used, up to ${String(MOST_JOBS)}.`,
      },
    );
  }
  return given;
}
