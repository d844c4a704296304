/** When a submission was handed in, how that is known, and the dates that apply to its student. */

/** The strongest first: each counts only if those before it are absent. */
export const TIME_SOURCES = ['option', 'gradescope', 'canvas', 'moodle', 'roster', 'archive'] as const;
export type TimeSource = (typeof TIME_SOURCES)[number];

/** What applies to one student instead of the rubric's dates and budget. */
export interface Terms {
  readonly due?: string;
  readonly closes?: string;
  /** Late days before this homework. */
  readonly lateDaysLeft?: number;
}

export interface HandedIn {
  /** An ISO time; null if it is unknown. */
  readonly submittedAt: string | null;
  /** null if the time is unknown, or nobody says where it is from. */
  readonly timeFrom?: TimeSource | null;
  /** Sentences for staff about times and dates: what could not be read, and what needs a person's eye. */
  readonly timeRemarks?: readonly string[];
  readonly terms?: Terms;
}

/** The time of the stronger source; the weaker one counts only if that has none, and is not mentioned otherwise. */
export function strongest(stronger: HandedIn, weaker: HandedIn): HandedIn {
  if (stronger.submittedAt !== null) return stronger;
  const timeRemarks = [...(stronger.timeRemarks ?? []), ...(weaker.timeRemarks ?? [])];
  return { ...weaker, ...(timeRemarks.length === 0 ? {} : { timeRemarks }) };
}
