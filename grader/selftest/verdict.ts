/** How a check took a submission with a known mistake, from its report. Pure. */
import type { CheckReport } from '../schema/report.js';

/**
 * `named`: points lost, and the mistake named, alone or among others. `named-otherwise`: only other mistakes are named.
 * `unnamed`: points lost, nothing named. `unnoticed`: all points.
 */
export const VERDICTS = ['named', 'named-otherwise', 'unnamed', 'unnoticed'] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Taken {
  readonly check: string;
  readonly verdict: Verdict;
  readonly earned: number;
  readonly possible: number;
  /** The mistakes that were named. */
  readonly named: readonly string[];
}

/** Credit is a sum of shares, which need not add up exactly. */
const ROUNDING = 1e-9;

export function isFull({ earned, possible }: Pick<CheckReport, 'earned' | 'possible'>): boolean {
  return earned !== null && earned >= possible - ROUNDING;
}

export function takenBy(result: CheckReport, mistake: string): Taken {
  const { id: check, earned, possible, evidence } = result;
  const outputs = evidence.type === 'comparison' ? evidence.outputs : [];
  const named = [...new Set(outputs.flatMap(({ mistakes = [] }) => mistakes.map(({ name }) => name)))];
  return { check, verdict: verdictOf(result, named, mistake), earned: earned ?? 0, possible, named };
}

function verdictOf(result: CheckReport, named: readonly string[], mistake: string): Verdict {
  if (isFull(result)) return 'unnoticed';
  if (named.includes(mistake)) return 'named';
  return named.length > 0 ? 'named-otherwise' : 'unnamed';
}
