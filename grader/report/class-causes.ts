/** The causes of a class for programs (causes.json, `batch --json`) and for the terminal. For staff. Pure. */
import { groupCauses, type Cause } from './causes.js';
import { printableUpTo } from './printable.js';
import { repairsOf, type Repair } from './repair.js';
import type { Standing } from './standing.js';

export interface ClassCauses {
  readonly causes: readonly Cause[];
  /** Empty if nobody handed in again. */
  readonly repairs: readonly (Repair & { readonly rate: number | null })[];
}

/** `before`: the submission before of those who handed in another one. */
export function classCauses(
  standings: readonly Standing[],
  before: ReadonlyMap<string, Standing> = new Map(),
): ClassCauses {
  const repairs = repairsOf(standings, before).map((repair) => ({ ...repair, rate: rateOf(repair) }));
  return { causes: groupCauses(standings), repairs };
}

/** The share of those to whom the hint was shown; null if there are none. */
export function rateOf({ shown: { had, repaired } }: Repair): number | null {
  return had === 0 ? null : Number((repaired / had).toFixed(4));
}

const MOST_LINES = 5;
const LONGEST = 100;

/** Lines for the terminal: the commonest causes of several submissions, and what became of those of the time before. */
export function causeLines({ causes, repairs }: ClassCauses): string[] {
  const shared = causes.filter(({ ids }) => ids.length > 1).slice(0, MOST_LINES);
  const told = repairs.filter(({ shown }) => shown.had > 0).slice(0, MOST_LINES);
  return [
    ...shared.map((cause) => `  ${String(cause.ids.length).padStart(4)} × ${nameOf(cause)}`),
    ...(told.length === 0 ? [] : ['', 'Of those who were told of it and handed in again, without it now:']),
    ...told.map((repair) => `  ${shareOf(repair).padStart(8)}  ${nameOf(repair)}`),
  ];
}

/** Such as `5 of 7`. */
export function shareOf({ shown: { had, repaired } }: Repair): string {
  return `${String(repaired)} of ${String(had)}`;
}

export function nameOf({ name, sentence }: Pick<Cause, 'name' | 'sentence'>): string {
  return printableUpTo(name === undefined ? sentence : `${name}: ${sentence}`, LONGEST);
}
