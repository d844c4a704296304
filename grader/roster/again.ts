/**
 * Joins a class that was graded with lists that are newer: what earlier lists said of times, dates and late days is taken
 * back first, as far as there is a newer list for it. Names that a report has stay. Relies on join.ts. Pure.
 */
import type { HandedIn, Terms } from '../dates/handed-in.js';
import type { FoundSubmission } from '../intake/class/found.js';
import type { Submitter } from '../protocol/class-metadata.js';
import type { Rubric } from '../schema/rubric.js';
import type { MissingStudent } from '../stages/student.js';
import { isOfLateDays, isOfRoster } from './apply.js';
import { joinClass, type ClassLists } from './join.js';
import { Index, wordsOf } from './people.js';

/** Who handed in a submission, when, and under which dates. */
export interface Known extends HandedIn {
  readonly submitters: readonly Submitter[];
}

export interface JoinedAgain {
  /** By the id of the submission. */
  readonly known: ReadonlyMap<string, Known>;
  /** Who handed in nothing; null if no roster says that. */
  readonly missing: readonly MissingStudent[] | null;
  readonly remarks: readonly string[];
}

/** `before` is what the reports say, by the id of the submission. Throws USAGE as `joinClass` does. */
export function joinAgain(
  before: ReadonlyMap<string, Known>,
  lists: ClassLists,
  rubric: Pick<Rubric, 'dates'>,
): JoinedAgain {
  const isListed = listedIn(lists);
  const { found, missing, remarks } = joinClass(
    [...before].map(([id, known]) => withoutLists(id, known, lists, isListed)),
    lists,
    rubric,
  );
  const known = found.map(({ id, submittedAt, timeFrom, timeRemarks, submitters: joined, terms }): [string, Known] => {
    const old = before.get(id);
    const all = withKept(old?.terms ?? {}, terms ?? {}, lists);
    const hasNames = old !== undefined && old.submitters.length > 0;
    const submitters = hasNames && !isListed(wordsOf({ id, submitters: old.submitters })) ? old.submitters : joined;
    return [
      id,
      {
        ...{ submittedAt, submitters },
        ...(timeFrom === undefined ? {} : { timeFrom }),
        ...(timeRemarks === undefined || timeRemarks.length === 0 ? {} : { timeRemarks }),
        ...(Object.keys(all).length === 0 ? {} : { terms: all }),
      },
    ];
  });
  return { known: new Map(known), missing: lists.roster === null ? null : missing, remarks };
}

function withoutLists(
  id: string,
  { submittedAt, timeFrom, timeRemarks = [], submitters }: Known,
  { roster, lateDays }: ClassLists,
  isListed: (words: readonly (readonly string[])[]) => boolean,
): FoundSubmission {
  const isOld = (remark: string) =>
    (roster !== null && isOfRoster(remark)) || (lateDays !== null && isOfLateDays(remark));
  const isOfOldRoster = roster !== null && timeFrom === 'roster';
  return {
    ...{ id, path: '' },
    submittedAt: isOfOldRoster ? null : submittedAt,
    timeFrom: isOfOldRoster ? null : (timeFrom ?? null),
    timeRemarks: timeRemarks.filter((remark) => !isOld(remark)),
    // a roster is stronger than the entries of an archive
    ...(timeFrom === 'archive' ? { withoutEntry: { submittedAt: null } } : {}),
    // a number of an earlier roster may not be in this one, but the submission has its id
    submitters: isListed(wordsOf({ id, submitters })) ? submitters : [],
  };
}

function listedIn({ roster, lateDays }: ClassLists): (words: readonly (readonly string[])[]) => boolean {
  const indexes = [new Index(roster?.students ?? []), new Index(lateDays?.people ?? [])];
  return (words) => indexes.some((index) => words.some((keys) => index.find(keys).length > 0));
}

/** The new terms, and of the old ones those that no newer list is about; in the order that joining gives them. */
function withKept(old: Terms, now: Terms, { roster, lateDays }: ClassLists): Terms {
  const { due, closes } = roster === null ? old : now;
  const { lateDaysLeft } = lateDays === null ? old : now;
  return {
    ...(due === undefined ? {} : { due }),
    ...(closes === undefined ? {} : { closes }),
    ...(lateDaysLeft === undefined ? {} : { lateDaysLeft }),
  };
}
