/**
 * Scores of LTI's Assignment and Grade Services, one for each member of a group. What is not graded is `Failed`, what
 * waits for points by hand `PendingManual`, and what tells of results that are not published `Pending`: none has a score, so
 * that it stays out of the gradebook. Pure.
 */
import { toJson } from '../report/writers/json.js';
import type { Mark } from './gradebook/marks.js';

export interface AgsScore {
  readonly userId: string;
  /** Platforms drop a score with a time before that of the one they have. */
  readonly timestamp: string;
  readonly activityProgress: 'Submitted' | 'Completed';
  readonly gradingProgress: 'FullyGraded' | 'Failed' | 'Pending' | 'PendingManual';
  readonly scoreGiven?: number;
  readonly scoreMaximum?: number;
}

/** A list; `now` is the time of all of them. */
export function writeAgs(marks: readonly Mark[], now: Date): string {
  return toJson(marks.map((mark) => scoreOf(mark, now.toISOString())));
}

/** Of a submission without points. */
export function progressWithout(waitsForPerson: boolean): 'PendingManual' | 'Failed' {
  return waitsForPerson ? 'PendingManual' : 'Failed';
}

function scoreOf({ user, earned, possible, waits, isOpen }: Mark, timestamp: string): AgsScore {
  if (earned === null) {
    return { userId: user, timestamp, activityProgress: 'Submitted', gradingProgress: progressWithout(isOpen) };
  }
  const score = { userId: user, timestamp, activityProgress: 'Completed' } as const;
  if (waits) return { ...score, gradingProgress: 'Pending' };
  return { ...score, gradingProgress: 'FullyGraded', scoreGiven: earned, scoreMaximum: possible };
}
