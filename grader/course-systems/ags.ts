/**
 * Scores of LTI's Assignment and Grade Services, one for each member of a group. What is not graded is `Failed`, and what
 * tells of results that are not published is `Pending`: neither has a score, so that it stays out of the gradebook. Pure.
 */
import { toJson } from '../report/writers/json.js';
import type { Mark } from './gradebook/marks.js';

export interface AgsScore {
  readonly userId: string;
  /** Platforms drop a score with a time before that of the one they have. */
  readonly timestamp: string;
  readonly activityProgress: 'Submitted' | 'Completed';
  readonly gradingProgress: 'FullyGraded' | 'Failed' | 'Pending';
  readonly scoreGiven?: number;
  readonly scoreMaximum?: number;
}

/** A list; `now` is the time of all of them. */
export function writeAgs(marks: readonly Mark[], now: Date): string {
  return toJson(marks.map((mark) => scoreOf(mark, now.toISOString())));
}

function scoreOf({ user, earned, possible, waits }: Mark, timestamp: string): AgsScore {
  if (earned === null) {
    return { userId: user, timestamp, activityProgress: 'Submitted', gradingProgress: 'Failed' };
  }
  const score = { userId: user, timestamp, activityProgress: 'Completed' } as const;
  if (waits) return { ...score, gradingProgress: 'Pending' };
  return { ...score, gradingProgress: 'FullyGraded', scoreGiven: earned, scoreMaximum: possible };
}
