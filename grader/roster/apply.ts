/** What a submission gets from the rows of its students: its time, its dates, late days and names. Pure. */
import { strongest, type HandedIn, type Terms } from '../dates/handed-in.js';
import type { FoundSubmission } from '../intake/class/found.js';
import type { Submitter } from '../protocol/class-metadata.js';
import { isDoubt } from './match.js';
import { Index, wordsOf } from './people.js';
import type { Student } from './students.js';

/** Whether a remark was made of what a roster says, or of late days: a newer list takes its place. */
export const isOfRoster = (remark: string) => OF_ROSTER.test(remark) || isDoubt(remark);
export const isOfLateDays = (remark: string) => OF_LATE_DAYS.test(remark) || isDoubt(remark);

const OF_ROSTER = /^(?:the roster has different times|its students have different dates)/;
const OF_LATE_DAYS = /^its students have .* late days left/;

/** A part of the terms, and sentences for staff. */
export interface TermsFound {
  readonly terms: Terms;
  readonly remarks: readonly string[];
}

/** A time of the roster is stronger than one of the archive, and weaker than one of the course system. */
export function timeOf(submission: FoundSubmission, students: readonly Student[]): HandedIn {
  const { submittedAt, timeFrom = null, timeRemarks = [], withoutEntry } = submission;
  const now: HandedIn = { submittedAt, timeFrom, timeRemarks };
  const times = [...new Set(students.flatMap(({ submitted }) => submitted ?? []))];
  if (times.length === 0) return now;
  const last = new Date(Math.max(...times)).toISOString();
  const several = `the roster has different times for its students: the last, ${last}, counts`;
  const listed: HandedIn = { submittedAt: last, timeFrom: 'roster', timeRemarks: times.length === 1 ? [] : [several] };
  return strongest(withoutEntry ?? now, listed);
}

/** `each`: the dates of each student. Of a pair with different dates, the later ones count. */
export function datesOf(each: readonly Terms[], rubricDue: string): TermsFound {
  const [first = {}, ...others] = [...new Map(each.map((terms) => [JSON.stringify(terms), terms])).values()];
  if (others.length === 0) return { terms: first, remarks: [] };
  const instant = ({ due = rubricDue }: Terms) => Date.parse(due);
  const latest = others.reduce((best, one) => (instant(one) > instant(best) ? one : best), first);
  const told = `due ${latest.due ?? rubricDue}`;
  return { terms: latest, remarks: [`its students have different dates in the roster: the latest count (${told})`] };
}

/** Each student of a pair pays with late days, so the one with the fewest limits them. */
export function lateDaysOf(left: readonly number[]): TermsFound {
  const days = [...new Set(left)].sort((one, other) => one - other);
  if (days.length === 0) return { terms: {}, remarks: [] };
  const remarks = days.length === 1 ? [] : [`its students have ${days.join(' and ')} late days left: the fewest count`];
  return { terms: { lateDaysLeft: Math.min(...days) }, remarks };
}

/** The roster adds what the course system does not say; of a folder it says everything. */
export function submittersOf({ submitters, id }: FoundSubmission, students: readonly Student[]): readonly Submitter[] {
  if (students.length === 0) return submitters;
  const known = submitters.filter((one) => (one.id ?? one.email) !== undefined);
  if (known.length === 0) return students.map(submitterOf);
  const index = new Index(students);
  return submitters.map((one) => {
    const [student] = index.find(wordsOf({ id, submitters: [one] })[0] ?? []);
    return student === undefined ? one : { ...submitterOf(student), ...one };
  });
}

export function submitterOf({ id, sid, name, email }: Student): Submitter & { readonly id: string } {
  return {
    ...(name === '' ? {} : { name }),
    id: sid === '' ? id : sid,
    ...(email === '' ? {} : { email }),
  };
}
