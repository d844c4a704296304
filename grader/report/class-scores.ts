/** The scores of a class, for its summary and its page. Pure. */
import type { Standing } from './standing.js';

/** Points of those who are graded, sorted. */
export function scoresOf(standings: readonly Pick<Standing, 'verdict'>[]): number[] {
  return standings.flatMap(({ verdict }) => verdict.earned ?? []).sort((a, b) => a - b);
}

/** Those whose verdict is this one. */
export function withStatus<T extends Pick<Standing, 'verdict'>>(
  standings: readonly T[],
  wanted: Standing['verdict']['status'],
): T[] {
  return standings.filter(({ verdict }) => verdict.status === wanted);
}

/** NaN without scores. */
export function meanOf(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** The mean of the two in the middle where their number is even; 0 without scores. */
export function medianOf(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
