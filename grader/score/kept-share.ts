/** The share of the points that a late policy keeps, and the late days that it uses. Pure. */
import type { LatePolicy } from '../schema/rubric.js';

export interface Kept {
  /** In [0, 1]. */
  readonly factor: number;
  /** Only with a budget. */
  readonly lateDays?: { readonly used: number; readonly left: number } | undefined;
}

/** `daysLate` is null after closing, when nothing counts and no late day helps. `left` defaults to the whole budget. */
export function keptBy(policy: LatePolicy, daysLate: number | null, left?: number): Kept {
  if (policy.kind === 'budget') return keptByBudget(policy, daysLate, left ?? policy.days);
  if (daysLate === null) return { factor: 0 };
  if (daysLate === 0) return { factor: 1 };
  switch (policy.kind) {
    case 'per-day':
      return { factor: lessPerDay(policy.fraction, daysLate) };
    case 'fraction':
      return { factor: policy.keep };
    case 'none':
      return { factor: 1 };
  }
}

/** Late days that would save no points are not used. */
function keptByBudget(
  { mostDays = Infinity, fraction = 1 }: Extract<LatePolicy, { kind: 'budget' }>,
  daysLate: number | null,
  left: number,
): Kept {
  const usable = daysLate === null ? 0 : Math.min(daysLate, left, mostDays);
  const factor = daysLate === null ? 0 : lessPerDay(fraction, daysLate - usable);
  const used = factor === 0 ? 0 : usable;
  return { factor, lateDays: { used, left: left - used } };
}

const lessPerDay = (fraction: number, days: number) => Math.max(0, 1 - fraction * days);
