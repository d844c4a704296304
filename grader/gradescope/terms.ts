/**
 * The dates of a submission, from what Gradescope says of the assignment and of each student. By default the rubric's own
 * dates count, and only an extension that a student has in Gradescope moves them; with `followSystem` those of Gradescope
 * count. A group has the latest dates of its members. Pure.
 */
import type { Terms } from '../dates/handed-in.js';
import { writeLike } from '../dates/read-time.js';
import type { Rubric } from '../schema/rubric.js';
import type { GivenDates, SubmissionFacts } from './metadata.js';

export interface TermsFound {
  /** Empty if the rubric's dates apply. */
  readonly terms: Pick<Terms, 'due' | 'closes'>;
  /** Sentences for staff. */
  readonly remarks: readonly string[];
}

interface Dates {
  readonly due: number;
  readonly closes: number;
}

export function termsOf(
  facts: Pick<SubmissionFacts, 'assignment' | 'own'>,
  { dates }: Pick<Rubric, 'dates'>,
): TermsFound {
  if (dates === undefined) return { terms: {}, remarks: [] };
  const rubric = { due: Date.parse(dates.due), closes: Date.parse(dates.closes) };
  const isFollowed = dates.followSystem === true;
  const regular = isFollowed ? followed(facts.assignment, rubric) : rubric;
  const each = (facts.own.length === 0 ? [NOTHING] : facts.own).map((own) =>
    isFollowed ? followed(own, regular) : extended(own, facts.assignment, rubric),
  );
  const latest = each.reduce((best, one) => (compare(one, best) > 0 ? one : best));
  const differ = each.some((one) => compare(one, latest) !== 0);
  const write = (ms: number) => writeLike(ms, dates.due);
  return {
    terms: compare(latest, rubric) === 0 ? {} : { due: write(latest.due), closes: write(latest.closes) },
    remarks: differ
      ? [`its students have different dates in Gradescope: the latest count (due ${write(latest.due)})`]
      : [],
  };
}

const NOTHING: GivenDates = { due: null, lateDue: null };

const compare = (one: Dates, other: Dates) => one.due - other.due || one.closes - other.closes;

/** `closes` keeps its distance from `due` where there is no late due date: Gradescope takes nothing after `due` then. */
function followed({ due: given, lateDue }: GivenDates, otherwise: Dates): Dates {
  const due = given ?? otherwise.due;
  return { due, closes: Math.max(due, lateDue ?? otherwise.closes + (due - otherwise.due)) };
}

/** What a student has more than the others; nobody has less. */
function extended(own: GivenDates, regular: GivenDates, { due, closes }: Dates): Dates {
  const by = more(own.due, regular.due);
  return { due: due + by, closes: closes + Math.max(by, more(own.lateDue, regular.lateDue)) };
}

const more = (own: number | null, regular: number | null) =>
  own === null || regular === null ? 0 : Math.max(0, own - regular);
