/**
 * The score that a student may see at this time. The total is of all checks, so it is told only where all are shown: a
 * difference from the sum would tell of the others. Pure.
 */
import { isHidden, type StudentReport } from '../report/for-students.js';
import type { CheckReport } from '../schema/report.js';
import { roundPoints, sumPoints } from '../score/points.js';
import { counted } from '../text/counted.js';
import { shownPoints } from '../text/points.js';

export interface ShownScore {
  /** After the late policy; null where the grader failed. */
  readonly earned: number | null;
  readonly possible: number;
  /** Of all checks: nothing is hidden. */
  readonly isWhole: boolean;
}

export function shownResults({ results }: StudentReport): CheckReport[] {
  return results.filter((result) => !isHidden(result));
}

export function shownScore(report: StudentReport): ShownScore {
  const { verdict } = report;
  const shown = shownResults(report);
  const isWhole = shown.length === report.results.length;
  if (isWhole) return { earned: verdict.earned, possible: verdict.possible, isWhole };
  const possible = sumPoints(shown.map((result) => result.possible));
  if (verdict.earned === null || shown.some(({ earned }) => earned === null))
    return { earned: null, possible, isWhole };
  const before = sumPoints(shown.map(({ earned }) => earned ?? 0));
  return { earned: roundPoints(before * lateFactor(report)), possible, isWhole };
}

/** Where other checks follow there is no sum: it would not be what counts. */
export function scoreWords(report: StudentReport): string {
  const { earned, possible, isWhole } = shownScore(report);
  if (earned === null) return isOpen(report) ? 'Not graded in full yet' : 'Not graded yet';
  if (isWhole) return `${shownPoints(earned)} of ${shownPoints(possible)} points`;
  const shown = shownResults(report);
  const passed = shown.filter(({ status }) => status === 'passed').length;
  return `${String(passed)} of ${counted(shown.length, 'check')} passed so far`;
}

/** The share of the points that counts under the late policy. */
export function lateFactor({ verdict }: Pick<StudentReport, 'verdict'>): number {
  return verdict.late?.factor ?? 1;
}

/** Sentences above the checks: that it is not graded, that others follow, the late policy, and what the student is told. */
export function headSentences(report: StudentReport): string[] {
  const { verdict, notes } = report;
  const told = notes.map(({ text }) => text);
  const { earned, isWhole } = shownScore(report);
  if (earned === null) return [whyNoPoints(report), ...told];
  const more = isWhole ? [] : ['This is of the checks that are shown now; others follow, and count as well.'];
  return [...more, ...lateSentence(verdict, isWhole), ...told];
}

export const UNGRADED =
  'Not graded yet: the grader itself had a problem, which costs no points. Staff will grade this again.';

const OPEN = 'Not graded in full yet: parts of it are graded by hand, and their points follow.';

/** Why there is no total, for students. */
export function whyNoPoints(report: Pick<StudentReport, 'verdict'>): string {
  return isOpen(report) ? OPEN : UNGRADED;
}

/** The same for staff, in words after a name. */
export function tellNoPoints(waitsForPerson: boolean): string {
  return waitsForPerson ? 'waits for points by hand' : 'is not graded';
}

/** It waits for points that a person gives; a fault of the grader comes before that. */
export function isOpen({ verdict }: Pick<StudentReport, 'verdict'>): boolean {
  return verdict.status === 'open';
}

/** Points before the policy are those of all checks. */
function lateSentence({ late, beforeLate }: StudentReport['verdict'], isWhole: boolean): string[] {
  if (late === null) return [];
  const before = isWhole ? `${shownPoints(beforeLate)} points before the late policy: ` : '';
  return [`${before}${late.sentence}.`];
}
