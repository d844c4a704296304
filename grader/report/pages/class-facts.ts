/** What the page of a class shows, counted from the standings of its submissions. Pure. */
import type { CheckReport } from '../../schema/report.js';
import type { Standing } from '../standing.js';

export interface CheckFacts {
  readonly id: string;
  readonly title: string;
  readonly counts: Readonly<Record<CheckReport['status'], number>>;
}

/** Results with one sentence, in which numbers are left out, of the same submissions. */
export interface SharedMistake {
  /** Of the checks that found it. */
  readonly titles: readonly string[];
  readonly sentence: string;
  readonly ids: readonly string[];
}

/** Checks in the order of the first report that has them. */
export function checksOf(standings: readonly Standing[]): CheckFacts[] {
  const checks = new Map<string, { title: string; counts: Record<CheckReport['status'], number> }>();
  for (const { results } of standings) {
    for (const { id, title, status } of results) {
      const counts = { passed: 0, partial: 0, failed: 0, skipped: 0, ungraded: 0 };
      const facts = checks.get(id) ?? { title, counts };
      facts.counts[status] += 1;
      checks.set(id, facts);
    }
  }
  return [...checks].map(([id, facts]) => ({ id, ...facts }));
}

/** Mistakes of at least two submissions, the commonest first. */
export function sharedMistakes(standings: readonly Standing[]): SharedMistake[] {
  const groups = new Map<string, FoundMistake>();
  for (const { submission, results } of standings) {
    for (const { id: check, title, status, summary } of results) {
      if (status !== 'failed' && status !== 'partial') continue;
      const sentence = mistakeIn(summary);
      const key = JSON.stringify([check, sentence]);
      const group = groups.get(key) ?? { title, sentence, ids: [] };
      group.ids.push(submission.id);
      groups.set(key, group);
    }
  }
  const shared = [...groups.values()].filter(({ ids }) => ids.length > 1);
  return mergeChecks(shared).sort((a, b) => b.ids.length - a.ids.length);
}

interface FoundMistake {
  readonly title: string;
  readonly sentence: string;
  readonly ids: string[];
}

/** What several checks found in the same submissions is one mistake. */
function mergeChecks(found: readonly FoundMistake[]): SharedMistake[] {
  const merged = new Map<string, { titles: string[]; sentence: string; ids: readonly string[] }>();
  for (const { title, sentence, ids } of found) {
    const key = JSON.stringify([sentence, ids]);
    const one = merged.get(key) ?? { titles: [], sentence, ids };
    one.titles.push(title);
    merged.set(key, one);
  }
  return [...merged.values()];
}

/** What a summary counts of the consequences: one mistake spoils more outputs of one student than of another. */
const CONSEQUENCES =
  / \(\d+ of \d+ (?:outputs wrong|steps lose points)\).*$|; \d+ later steps? follows? from it and counts?.*$/;

/** What a summary only measures: without its numbers it says nothing. */
const MEASURE = /^(?:# % right|mean intersection over union|full points from) /;

/** The first line, without numbers, consequences and measures. */
function mistakeIn(summary: string): string {
  const sentence = withoutNumbers((summary.split('\n')[0] ?? '').replace(CONSEQUENCES, ''));
  const clauses = sentence.split('; ').filter((clause) => !MEASURE.test(clause));
  return clauses.length === 0 ? 'less than what earns full points' : clauses.join('; ');
}

/** Numbers become `#`; those that are part of a name, such as z1, stay. */
export function withoutNumbers(sentence: string): string {
  return sentence.replace(/(?<![\p{L}\p{N}_.])[-−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\p{L}\p{N}_])/gu, '#');
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
