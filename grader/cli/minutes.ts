/** Reads --timeout, the time-out of an assignment in minutes. */
import { GraderError } from '../errors.js';
import { MOST_MINUTES } from '../gradescope/limits.js';

/** Throws USAGE for what no assignment of Gradescope has. */
export function checkMinutes(minutes: number): number {
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= MOST_MINUTES) return minutes;
  const found = Number.isNaN(minutes) ? 'not a number' : String(minutes);
  throw new GraderError('USAGE', `--timeout is ${found}, expected minutes from 1 to ${String(MOST_MINUTES)}`, {
    advice: 'Give the time-out that the assignment has in Gradescope, 10 by default.',
  });
}
