/** Points as all outputs for people show them: two decimals at most. */

/** A question mark where there are none, as of what was not graded. */
export function shownPoints(points: number | null): string {
  return points === null ? '?' : String(Math.round(points * 100) / 100);
}
