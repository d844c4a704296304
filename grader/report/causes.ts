/**
 * Groups what a class lost points for by its cause: a mistake that the numbers name or, where they name none, the sentence
 * of a check without its numbers. For staff. Pure.
 */
import type { Standing } from './standing.js';

/** A cause with everybody who has it. */
export interface Cause {
  /** The name of the mistake in the catalogue; absent if none is named. */
  readonly name?: string;
  /** What the first check that found it says, without numbers. */
  readonly sentence: string;
  /** Titles of the checks that found it. */
  readonly titles: readonly string[];
  /** The submissions, in the order of the class. */
  readonly ids: readonly string[];
}

type Result = Standing['results'][number];

/** What a cause of one result is grouped by; equal for equal causes. */
export interface CauseKey {
  readonly key: string;
  readonly name?: string;
  readonly sentence: string;
}

/** The causes for which a result lost points; none if it did not, or was not graded. */
export function causesOf({ id, status, summary, mistakes = [] }: Result): CauseKey[] {
  if (status !== 'failed' && status !== 'partial') return [];
  const sentence = mistakeIn(summary);
  if (mistakes.length === 0) return [{ key: JSON.stringify(['sentence', id, sentence]), sentence }];
  return mistakes.map((name) => ({ key: JSON.stringify(['name', name]), name, sentence }));
}

/** The causes of a class, the commonest first. */
export function groupCauses(standings: readonly Standing[]): Cause[] {
  const groups = new Map<string, { name?: string; sentence: string; titles: Set<string>; ids: Set<string> }>();
  for (const { submission, results } of standings) {
    for (const result of results) {
      for (const { key, name, sentence } of causesOf(result)) {
        const named = name === undefined ? {} : { name };
        const group = groups.get(key) ?? { ...named, sentence, titles: new Set<string>(), ids: new Set<string>() };
        group.titles.add(result.title);
        group.ids.add(submission.id);
        groups.set(key, group);
      }
    }
  }
  const causes = [...groups.values()].map((group) => ({ ...group, titles: [...group.titles], ids: [...group.ids] }));
  return mergeChecks(causes).sort((a, b) => b.ids.length - a.ids.length);
}

/** One sentence that several checks say of the same submissions is one cause. */
function mergeChecks(causes: readonly Cause[]): Cause[] {
  const merged = new Map<string, Cause>();
  for (const cause of causes) {
    const key = JSON.stringify(
      cause.name === undefined ? ['sentence', cause.sentence, cause.ids] : ['name', cause.name],
    );
    const one = merged.get(key);
    merged.set(key, one === undefined ? cause : { ...one, titles: [...one.titles, ...cause.titles] });
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

/** Numbers become `#`; those that are part of a name, such as z1 and UTF-8, stay. */
export function withoutNumbers(sentence: string): string {
  return sentence.replace(/(?<![\p{L}\p{N}_.]|\p{L}-)[-−]?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\p{L}\p{N}_])/gu, '#');
}
