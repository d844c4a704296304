/** The marks of a class for gradebooks: one for each member of a group. They are totals, for staff. Pure. */
import { wordsOf } from '../../roster/people.js';
import type { GradeReport } from '../../schema/report.js';
import { isOpen } from '../shown.js';

export interface Mark {
  /** The id of the submission. */
  readonly submission: string;
  /** Empty if it is unknown. */
  readonly name: string;
  /** What stands for the person in other systems: number, else email, else the submission. */
  readonly user: string;
  /** The words by which a gradebook may know the person, in one case. */
  readonly words: readonly string[];
  /** After the late policy; null if it was not graded, or not in full. */
  readonly earned: number | null;
  readonly possible: number;
  /** It waits for points that are given by hand. */
  readonly isOpen: boolean;
  /** It tells of results that students may not see yet. */
  readonly waits: boolean;
}

export function marksOf({ submission, verdict }: GradeReport, waits: boolean): Mark[] {
  const { id, submitters } = submission;
  const { earned, possible } = verdict;
  return (submitters.length === 0 ? [{}] : submitters).map((one: GradeReport['submission']['submitters'][number]) => ({
    submission: id,
    name: one.name ?? '',
    user: one.id ?? one.email ?? id,
    words: wordsOf({ id, submitters: Object.keys(one).length === 0 ? [] : [one] }).flat(),
    earned,
    possible,
    isOpen: isOpen({ verdict }),
    waits,
  }));
}

/** The person and the submission, as far as they are known, for a sentence. */
export function tellMark({ name, submission }: Pick<Mark, 'name' | 'submission'>): string {
  return name === '' ? submission : `${name} (${submission})`;
}
