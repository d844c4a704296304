/**
 * Joins a class with its roster and its late days: names, times and dates of each submission, and who handed in nothing.
 * Relies on match.ts and apply.ts. Pure.
 */
import { showName, showNames } from '../files/names.js';
import type { FoundSubmission } from '../intake/class/found.js';
import type { Rubric } from '../schema/rubric.js';
import type { MissingStudent } from '../stages/student.js';
import { counted } from '../text/counted.js';
import { datesOf, lateDaysOf, submitterOf, submittersOf, timeOf, type TermsFound } from './apply.js';
import type { LateDays, LateDaysRead } from './late-days.js';
import { fittingRows, matchStudents, type Match } from './match.js';
import { Index, keysOf, wordsOf } from './people.js';
import type { Roster, Student } from './students.js';
import { termsOf } from './terms.js';

export interface ClassLists {
  readonly roster: Roster | null;
  readonly lateDays: LateDaysRead | null;
}

export interface Joined {
  readonly found: readonly FoundSubmission[];
  readonly missing: readonly MissingStudent[];
  readonly remarks: readonly string[];
}

/** Throws USAGE for dates of a student that contradict each other. */
export function joinClass(
  found: readonly FoundSubmission[],
  lists: ClassLists,
  { dates }: Pick<Rubric, 'dates'>,
): Joined {
  const roster = lists.roster ?? { label: '', students: [], remarks: [] };
  const lateDays = lists.lateDays ?? { label: '', people: [], remarks: [] };
  const terms = new Map(
    roster.students.map((one) => [one, dates === undefined ? {} : termsOf(one, dates, roster.label)]),
  );
  const left = new Index(lateDays.people);
  const matches = matchStudents(found, roster);
  const rows = matches.map((match) => lateDaysIn(match, left, lateDays.label));
  const joined = matches.map((match, index) => {
    const { terms: days, remarks = [] } = rows[index] ?? { terms: {} };
    const own = datesOf(
      match.students.map((one) => terms.get(one) ?? {}),
      dates?.due ?? '',
    );
    return withTerms(match, { terms: { ...own.terms, ...days }, remarks: [...own.remarks, ...remarks] });
  });
  const handed = submissionsOf(matches);
  return {
    found: joined,
    missing: roster.students.filter((one) => !handed.has(one)).map((one) => missingOf(one, left)),
    remarks: [
      ...roster.remarks,
      ...lateDays.remarks,
      ...matches.flatMap(({ doubts }) => doubts),
      ...rows.flatMap(({ doubts }) => doubts),
      ...tellTwice(handed),
      ...(lists.roster === null ? [] : tellStrangers(matches, roster.label)),
      ...(dates === undefined ? tellUnused(roster) : []),
    ],
  };
}

function lateDaysIn({ submission, students }: Match, left: Index<LateDays>, label: string) {
  const words = [...wordsOf(submission), ...students.map(keysOf)];
  const { rows, doubts } = fittingRows(submission, words, left, label);
  return { ...lateDaysOf(rows.map((row) => row.left)), doubts };
}

function withTerms({ submission, students, doubts }: Match, { terms, remarks }: TermsFound): FoundSubmission {
  const timed = timeOf(submission, students);
  return {
    ...submission,
    ...timed,
    submitters: submittersOf(submission, students),
    timeRemarks: [...(timed.timeRemarks ?? []), ...doubts, ...remarks],
    ...(Object.keys(terms).length === 0 ? {} : { terms }),
  };
}

/** The ids of the submissions of each student who has one. */
function submissionsOf(matches: readonly Match[]): ReadonlyMap<Student, readonly string[]> {
  const handed = new Map<Student, string[]>();
  for (const { submission, students } of matches) {
    for (const one of students) handed.set(one, [...(handed.get(one) ?? []), submission.id]);
  }
  return handed;
}

function missingOf(student: Student, left: Index<LateDays>): MissingStudent {
  const { name, id: studentId, email } = submitterOf(student);
  const [days, another] = left.find(keysOf(student));
  return {
    id: student.id,
    ...(name === undefined ? {} : { name }),
    studentId,
    ...(email === undefined ? {} : { email }),
    ...(days === undefined || another !== undefined ? {} : { lateDaysLeft: days.left }),
  };
}

function tellTwice(handed: ReadonlyMap<Student, readonly string[]>): string[] {
  return [...handed]
    .filter(([, ids]) => ids.length > 1)
    .map(([{ id }, ids]) => `${showName(id)} has ${counted(ids.length, 'submission')}: ${showNames(ids)}`);
}

function tellStrangers(matches: readonly Match[], label: string): string[] {
  const ids = matches.flatMap(({ submission, students, doubts }) =>
    students.length === 0 && doubts.length === 0 ? submission.id : [],
  );
  if (ids.length === 0) return [];
  return [
    `${counted(ids.length, 'submission')} ${ids.length === 1 ? 'belongs' : 'belong'} to nobody in ${label}: ${showNames(ids)}`,
  ];
}

function tellUnused({ label, students }: Roster): string[] {
  const dated = students.filter(({ due, closes, extension }) => due !== null || closes !== null || extension !== null);
  if (dated.length === 0) return [];
  return [`${label}: dates of ${counted(dated.length, 'student')} are not used, because the rubric has no dates`];
}
