/**
 * Rounds points, and refuses judgements whose points cannot be counted. All points in a report must come from here, so
 * that none are NaN, infinite or outside the range of their check.
 */
import type { Judgement } from '../checks/judging/judge.js';

/** Points have this many decimals, so that sums are readable and do not depend on the order of addition. */
const DECIMALS = 4;
/** The rounding error that a sum of shares may have. */
const ROUNDING = 1e-6;

/** Rounds to the decimals of scores. Never returns a negative zero. */
export function roundPoints(points: number): number {
  return Math.round(points * 10 ** DECIMALS) / 10 ** DECIMALS + 0;
}

/** Sums of rounded points are rounded again, so that 0.1 and 0.2 are 0.3. */
export function sumPoints(points: readonly number[]): number {
  return roundPoints(points.reduce((sum, one) => sum + one, 0));
}

export type Points =
  | { readonly ok: true; readonly earned: number }
  /** The judgement must not be used; `why` says what is wrong with it. */
  | { readonly ok: false; readonly why: string };

/** The points of a judgement, in [0, possible], or why they cannot be counted. */
export function pointsOf({ earned, evidence }: Judgement, possible: number): Points {
  // comparisons with NaN are false, so the range checks below would accept it
  const odd = [earned, ...numbersOf(evidence)].find((value) => !Number.isFinite(value));
  if (odd !== undefined) return { ok: false, why: `it was judged with ${String(odd)} instead of a number` };
  if (earned < -ROUNDING || earned > possible + ROUNDING) {
    return { ok: false, why: `it was judged with ${String(earned)} of ${String(possible)} points` };
  }
  return { ok: true, earned: roundPoints(Math.min(possible, Math.max(0, earned))) };
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}
