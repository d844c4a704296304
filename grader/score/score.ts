/**
 * Turns judgements into results: points, statuses, prerequisites. Points of a judge that cannot be counted are a fault
 * of the grader, and the check is ungraded. Must not judge. Relies on points.ts.
 */
import type { Judgement } from '../checks/judging/judge.js';
import type { Check } from '../schema/checks.js';
import type { CheckReport, Evidence } from '../schema/report.js';
import { pointsOf, roundPoints } from './points.js';

/**
 * A result for every check, in the order of the rubric. A check is skipped if one that it needs earned nothing.
 * Prerequisites that are not in this run (hidden ones, in a pre-check) are ignored.
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

/** Prerequisites first. The rules for rubrics ensure that there is no cycle. */
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
  if (judgement.open === true) {
    return { ...baseOf(check), status: 'open', earned: null, summary: judgement.summary, evidence: judgement.evidence };
  }
  const points = pointsOf(judgement, check.points);
  if (!points.ok) return ungraded(check, points.why);
  const { earned } = points;
  const base = baseOf(check);
  const hint = judgement.hint ?? (isThere(judgement) ? check.hint : undefined);
  const status = statusOf(earned, base.possible);
  return {
    ...base,
    status,
    earned,
    summary: judgement.summary,
    evidence: withRoundedPoints(judgement.evidence),
    ...(hint === undefined || status === 'passed' ? {} : { hint }),
  };
}

/** The status of a check with points. */
export function statusOf(earned: number, possible: number): 'passed' | 'partial' | 'failed' {
  if (earned >= possible) return 'passed';
  return earned > 0 ? 'partial' : 'failed';
}

/** It is a fault of the grader, or given by hand and not given yet. */
export function hasNoPoints(status: CheckReport['status']): boolean {
  return status === 'ungraded' || status === 'open';
}

/** A hint about how something was done does not help if it was not handed in, or not in a form that can be graded. */
function isThere({ evidence }: Judgement): boolean {
  return evidence.type !== 'error' || !NOT_THERE.has(evidence.error.code);
}

const NOT_THERE: ReadonlySet<string> = new Set(['MISSING_FILE', 'MODEL_REJECTED']);

/** Shares of points are rounded as points are: 3.4444, not 3.4444444444444446. */
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

/** Why a check is skipped: the prerequisite with this title and id. */
export function needSentence(title: string, id: string): string {
  return `not graded: it needs "${title}" (${id}), which earned nothing`;
}

function baseOf(check: Check) {
  const { id, title, kind, points, visibility, bonus } = check;
  return {
    ...{ id, title, kind, possible: roundPoints(points), visibility: visibility ?? ('visible' as const) },
    ...(bonus === true ? { bonus } : {}),
  };
}

/** The results of a submission that could not be graded: null points, not zero. */
export function ungradedChecks(checks: readonly Check[], sentence: string): CheckReport[] {
  return checks.map((check) => ungraded(check, sentence));
}

function ungraded(check: Check, sentence: string): CheckReport {
  const summary = `not graded: ${sentence}`;
  return { ...baseOf(check), status: 'ungraded', earned: null, summary, evidence: { type: 'none' } };
}
