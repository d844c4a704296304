/** What the page of a class shows, counted from the standings of its submissions. Pure. */
import type { CheckReport } from '../../schema/report.js';
import { groupCauses, type Cause } from '../causes.js';
import type { Standing } from '../standing.js';

export interface CheckFacts {
  readonly id: string;
  readonly title: string;
  readonly counts: Readonly<Record<CheckReport['status'], number>>;
}

/** Checks in the order of the first report that has them. */
export function checksOf(standings: readonly Standing[]): CheckFacts[] {
  const checks = new Map<string, { title: string; counts: Record<CheckReport['status'], number> }>();
  for (const { results } of standings) {
    for (const { id, title, status } of results) {
      const counts = { passed: 0, partial: 0, failed: 0, skipped: 0, ungraded: 0, open: 0 };
      const facts = checks.get(id) ?? { title, counts };
      facts.counts[status] += 1;
      checks.set(id, facts);
    }
  }
  return [...checks].map(([id, facts]) => ({ id, ...facts }));
}

/** Causes that at least two submissions have, the commonest first. */
export function sharedMistakes(standings: readonly Standing[]): Cause[] {
  return groupCauses(standings).filter(({ ids }) => ids.length > 1);
}

/** How many scores are in each tenth of the points; full points are in the last one. */
export function tenthsOf(standings: readonly Standing[]): number[] {
  const tenths = Array.from({ length: 10 }, () => 0);
  for (const { verdict } of standings) {
    if (verdict.earned === null) continue;
    const share = verdict.possible > 0 ? verdict.earned / verdict.possible : 1;
    const tenth = Math.max(0, Math.min(9, Math.floor(share * 10 + 1e-9)));
    tenths[tenth] = (tenths[tenth] ?? 0) + 1;
  }
  return tenths;
}
