/** Statistics of accuracy, k right of n, and of other metrics: the confidence interval, points on a ramp, and the examples that it needs. */

export interface Interval {
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/** The two-sided 95 % quantile of the standard normal distribution. */
const Z_95 = 1.959963984540054;

/**
 * Wilson score interval for k successes of n (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927), at 95 %. [0, 1] for n = 0.
 */
export function wilsonInterval(k: number, n: number): Interval {
  if (n === 0) return { lower: 0, upper: 1, level: 0.95 };
  const p = k / n;
  const z2 = Z_95 * Z_95;
  const center = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { lower: Math.max(0, center - half), upper: Math.min(1, center + half), level: 0.95 };
}

/** The share of the points for k of n on a ramp: 0 up to `from`, 1 from `to` on, linear between them. */
export function rampCredit(k: number, n: number, from: number, to: number): number {
  if (n === 0) return 0;
  return creditOnRamp(k / n, { from, to });
}

/** The same for any value; where less is better, `from` is the larger end. */
export function creditOnRamp(value: number, { from, to }: { readonly from: number; readonly to: number }): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/**
 * The smallest number of examples for which the share of the points has a standard deviation of at most `deviation`:
 * n >= p(1-p) / (deviation * (to - from))^2, at the middle of the ramp.
 */
export function fewestExamples(from: number, to: number, deviation = 0.05): number {
  const p = (from + to) / 2;
  const exact = (p * (1 - p)) / (deviation * (to - from)) ** 2;
  // 0.94 - 0.9 is not exact in binary, which must not require one more example
  return Math.ceil(exact - 1e-9 * exact);
}
