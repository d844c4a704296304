/**
 * Points as they are kept, and whether what a judge gave are points at all. Every number of points in a report went
 * through here, so that none is NaN, infinite or outside of what a check is worth.
 */
import type { Judgement } from '../checks/judging/judge.js';

/** Points are kept to this many decimals, so that sums read well and do not depend on the order of adding. */
const DECIMALS = 4;
/** What a sum of shares may be off by. */
const ROUNDING = 1e-6;

/** Rounded to the decimals that scores are kept with; never a negative zero. */
export function roundPoints(points: number): number {
  return Math.round(points * 10 ** DECIMALS) / 10 ** DECIMALS + 0;
}

/** Sums of rounded points are rounded again: 0.1 and 0.2 are 0.3. */
export function sumPoints(points: readonly number[]): number {
  return roundPoints(points.reduce((sum, one) => sum + one, 0));
}

export type Points =
  | { readonly ok: true; readonly earned: number }
  /** Nobody is graded by such a judgement; `why` says what is wrong with it. */
  | { readonly ok: false; readonly why: string };

/** What a judgement earns of the points of its check: in [0, possible], or nothing that can be counted. */
export function pointsOf({ earned, evidence }: Judgement, possible: number): Points {
  // a comparison with NaN never holds, so that it would pass for any mark
  const odd = [earned, ...numbersOf(evidence)].find((value) => !Number.isFinite(value));
  if (odd !== undefined) return { ok: false, why: `it was judged with ${String(odd)} where a number belongs` };
  if (earned < -ROUNDING || earned > possible + ROUNDING) {
    return { ok: false, why: `it was judged with ${String(earned)} of ${String(possible)} points` };
  }
  return { ok: true, earned: roundPoints(Math.min(possible, Math.max(0, earned))) };
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}
