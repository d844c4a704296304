/** Turns judgements into results: points, statuses, prerequisites. */
import type { Judgement } from '../checks/judging/judge.js';
import type { Check } from '../schema/checks.js';
import type { CheckReport, Evidence } from '../schema/report.js';

/** Points are kept to this many decimals, so that sums read well and do not depend on the order of adding. */
const DECIMALS = 4;

/** Rounded to the decimals that scores are kept with; never a negative zero. */
export function roundPoints(points: number): number {
  return Math.round(points * 10 ** DECIMALS) / 10 ** DECIMALS + 0;
}

/**
 * A result for every check, in the order of the rubric; one that was judged without a number is ungraded. A check is skipped when one that it needs earned nothing; a
 * prerequisite that is not in this run (a hidden one, in a pre-check) does not count.
 */
export function scoreChecks(checks: readonly Check[], judgements: ReadonlyMap<string, Judgement>): CheckReport[] {
  const earned = new Map<string, number>();
  const ordered = orderByNeeds(checks);
  const results = new Map<string, CheckReport>();
  for (const check of ordered) {
    const judgement = judgements.get(check.id);
    if (judgement === undefined) throw new Error(`check ${check.id} was not judged`);
    const missing = (check.needs ?? []).find((need) => earned.get(need) === 0);
    const result = missing === undefined ? scoreOne(check, judgement) : skip(check, checks, missing);
    if (result.earned !== null) earned.set(check.id, result.earned);
    results.set(check.id, result);
  }
  return checks.flatMap(({ id }) => results.get(id) ?? []);
}

/** Prerequisites first; the rubric's rules have made sure that there is no cycle. */
function orderByNeeds(checks: readonly Check[]): readonly Check[] {
  const ordered: Check[] = [];
  const visit = (check: Check) => {
    if (ordered.includes(check)) return;
    for (const need of check.needs ?? []) {
      const found = checks.find(({ id }) => id === need);
      if (found !== undefined) visit(found);
    }
    ordered.push(check);
  };
  for (const check of checks) visit(check);
  return ordered;
}

function scoreOne(check: Check, judgement: Judgement): CheckReport {
  const base = baseOf(check);
  const odd = oddNumberOf(judgement);
  if (odd !== null) return ungraded(check, 'INTERNAL', `it was judged with ${String(odd)} where a number belongs`);
  const earned = roundPoints(Math.min(base.possible, Math.max(0, judgement.earned)));
  const hint = judgement.hint ?? (isThere(judgement) ? check.hint : undefined);
  const isFull = earned >= base.possible;
  return {
    ...base,
    status: isFull ? 'passed' : earned > 0 ? 'partial' : 'failed',
    earned,
    summary: judgement.summary,
    evidence: withRoundedPoints(judgement.evidence),
    ...(hint === undefined || isFull ? {} : { hint }),
  };
}

/** Nobody is graded by what is not a number: no comparison holds for it, so it would pass for any mark. */
function oddNumberOf({ earned, evidence }: Judgement): number | null {
  // what is more than all points, or less than none, is cut off
  if (Number.isNaN(earned)) return earned;
  return numbersOf(evidence).find((value) => !Number.isFinite(value)) ?? null;
}

function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

/** A question about how something was done helps nobody who has not handed it in. */
function isThere({ evidence }: Judgement): boolean {
  return evidence.type !== 'error' || evidence.error.code !== 'MISSING_FILE';
}

/** Shares of points are kept as points are: 3.4444, not 3.4444444444444446. */
function withRoundedPoints(evidence: Evidence): Evidence {
  if (evidence.type !== 'comparison') return evidence;
  const outputs = evidence.outputs.map((output) => ({
    ...output,
    earned: roundPoints(output.earned),
    possible: roundPoints(output.possible),
  }));
  return { ...evidence, outputs };
}

function skip(check: Check, checks: readonly Check[], missing: string): CheckReport {
  const title = checks.find(({ id }) => id === missing)?.title ?? missing;
  const summary = needSentence(title, missing);
  return { ...baseOf(check), status: 'skipped', earned: 0, summary, evidence: { type: 'none' } };
}

/** Why a check is skipped: because of the one of this title and id. */
export function needSentence(title: string, id: string): string {
  return `not graded: it needs "${title}" (${id}), which earned nothing`;
}

function baseOf(check: Check) {
  const { id, title, kind, points, visibility } = check;
  return { id, title, kind, possible: roundPoints(points), visibility: visibility ?? ('visible' as const) };
}

/** Results of a run that could not be graded: no points, and no zero. */
export function ungradedChecks(checks: readonly Check[], code: string, sentence: string): CheckReport[] {
  return checks.map((check) => ungraded(check, code, sentence));
}

function ungraded(check: Check, code: string, sentence: string): CheckReport {
  const summary = `not graded (${code}): ${sentence}`;
  return { ...baseOf(check), status: 'ungraded', earned: null, summary, evidence: { type: 'none' } };
}
