/**
 * Reads the text of submission_metadata.json, which Gradescope puts beside a submission: who handed it in, when, and under
 * which dates. The file may lack any part or hold anything in its place: what cannot be read is absent, and a sentence for
 * staff says so. Nothing in it makes this fail. Pure.
 */
import { readGivenTime, type Role } from '../dates/given-time.js';
import { showName } from '../files/names.js';
import type { Submitter } from '../protocol/class-metadata.js';
import { asRecord, field, isRecord, listField, textField } from '../text/fields.js';

/** Instants in milliseconds; null where Gradescope has none, or none that can be read. */
export interface GivenDates {
  readonly due: number | null;
  readonly lateDue: number | null;
}

export interface SubmissionFacts {
  /** Gradescope's number of the submission; null if there is none. */
  readonly id: string | null;
  /** An ISO time; null if it is unknown. */
  readonly submittedAt: string | null;
  readonly submitters: readonly Submitter[];
  readonly assignment: GivenDates;
  /** Of each submitter, in their order. */
  readonly own: readonly GivenDates[];
  /** The points that the assignment has in Gradescope, with those given by hand; null if it does not say. */
  readonly points: number | null;
  /** The submissions before this one; null if it does not say. */
  readonly earlier: {
    readonly count: number;
    /** Those that Gradescope says failed by no fault of the student. */
    readonly failed: number;
  } | null;
  /** Sentences for staff: what could not be read. */
  readonly remarks: readonly string[];
}

const LABEL = 'submission_metadata.json';
/** A group has a few members; a file with more was not written by Gradescope. */
const MOST_PEOPLE = 100;
const MOST_CHARACTERS = 200;

/** What is known where there is no metadata; `why` is a sentence for staff. */
export function withoutMetadata(why: string): SubmissionFacts {
  return { ...factsIn({}), remarks: [`${why}: it is graded without what the file says`] };
}

export function readMetadata(text: string): SubmissionFacts {
  const read = parse(text);
  return isRecord(read) ? factsIn(read) : withoutMetadata(`${LABEL} is not a JSON object`);
}

/** Undefined if it is not JSON. Numbers that are none, as some programs write them, are taken for null. */
function parse(text: string): unknown {
  for (const candidate of [() => text, () => text.replace(NOT_A_NUMBER, (word) => (word[0] === '"' ? word : 'null'))]) {
    try {
      return JSON.parse(candidate()) as unknown;
    } catch {
      // the next one
    }
  }
  return undefined;
}

/** Strings are matched as well, so that nothing inside one is changed. */
const NOT_A_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

function factsIn(given: Readonly<Record<string, unknown>>): SubmissionFacts {
  const remarks: string[] = [];
  const people = listField(given, 'users');
  if (Object.keys(given).length > 0 && people.length === 0) remarks.push(`${LABEL} names nobody who handed in`);
  const users = people.slice(0, MOST_PEOPLE);
  if (people.length > MOST_PEOPLE)
    remarks.push(`${LABEL} names ${String(people.length)} people, of whom ${String(MOST_PEOPLE)} are used`);
  const assignment = field(given, 'assignment');
  const at = timeIn(given, 'created_at', 'submission', remarks);
  return {
    id: idIn(field(given, 'id')),
    submittedAt: at === null ? null : new Date(at).toISOString(),
    submitters: users.map(submitterOf),
    assignment: datesIn(assignment, 'assignment', remarks),
    own: users.map((user, index) => datesIn(field(user, 'assignment'), `users[${String(index)}].assignment`, remarks)),
    points: pointsIn(field(assignment, 'total_points')),
    earlier: earlierIn(field(given, 'previous_submissions')),
    remarks,
  };
}

function earlierIn(list: unknown): SubmissionFacts['earlier'] {
  if (!Array.isArray(list)) return null;
  const failed = (list as unknown[]).filter((one) => field(one, 'autograder_error') === true);
  return { count: list.length, failed: failed.length };
}

function idIn(value: unknown): string | null {
  const isId = typeof value === 'number' ? Number.isSafeInteger(value) : typeof value === 'string';
  return isId && /^\d{1,20}$/.test(String(value)) ? String(value) : null;
}

/** Its own number of a person is not that of the university, so it is not used. */
function submitterOf(user: unknown): Submitter {
  const [name, id, email] = (['name', 'sid', 'email'] as const).map((key) => {
    const text = textField(user, key)?.trim().slice(0, MOST_CHARACTERS) ?? '';
    return text === '' ? undefined : text;
  });
  return {
    ...(name === undefined ? {} : { name }),
    ...(id === undefined ? {} : { id }),
    ...(email === undefined ? {} : { email }),
  };
}

function datesIn(value: unknown, where: string, remarks: string[]): GivenDates {
  const given = asRecord(value);
  return {
    due: timeIn(given, 'due_date', 'deadline', remarks, `${where}.`),
    lateDue: timeIn(given, 'late_due_date', 'deadline', remarks, `${where}.`),
  };
}

/** An absent date is in order, and so is null; everything else that is not a time is told. */
function timeIn(record: Readonly<Record<string, unknown>>, key: string, role: Role, remarks: string[], where = '') {
  const value = field(record, key) ?? null;
  if (value === null) {
    if (role === 'submission' && Object.keys(record).length > 0) remarks.push(`${LABEL} has no ${key}`);
    return null;
  }
  // an object of Ruby's TimeWithZone has the instant as `utc`
  const read = readText(textField(value, 'utc') ?? value, role);
  if (typeof read === 'number') return read;
  remarks.push(`${LABEL}: ${where}${key} ${read}: it is not used`);
  return null;
}

/** The instant, or what is wrong with the text: a predicate. */
function readText(written: unknown, role: Role): number | string {
  if (typeof written !== 'string') return 'is not text';
  const text = written.slice(0, MOST_CHARACTERS);
  const given = readGivenTime(text, role, null);
  return given.status === 'read' ? given.ms : `"${showName(text)}" ${given.why}`;
}

/** Written as text, "20.0". */
function pointsIn(value: unknown): number | null {
  const points = typeof value === 'string' && /^\d{1,9}(\.\d{1,9})?$/.test(value) ? Number(value) : value;
  return typeof points === 'number' && Number.isFinite(points) ? points : null;
}
