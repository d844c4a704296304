/** The rules that ids of checks are unique, and that their needs exist and have no cycles. */
import type { Rubric } from '../../schema/rubric.js';
import { suggest } from '../../schema/sentences.js';
import { mustDiffer, type RuleProblem } from '../../checks/rules/rule.js';

export function* needsRules({ checks }: Rubric): Iterable<RuleProblem> {
  yield* mustDiffer(
    'id',
    checks.map(({ id }, index) => ({ path: ['checks', index, 'id'], name: id })),
  );
  const ids = checks.map(({ id }) => id);
  const needs = new Map(checks.map((check) => [check.id, check.needs ?? []]));
  for (const [index, { id }] of checks.entries()) {
    for (const [place, need] of (needs.get(id) ?? []).entries()) {
      if (!ids.includes(need)) {
        const near = suggest(need, ids);
        const sentence = `there is no check "${need}"${near === '' ? ` (there are ${ids.join(', ')})` : near}`;
        yield { path: ['checks', index, 'needs', place], sentence };
      }
    }
    const circle = findCircle(id, needs);
    if (circle !== null) {
      const sentence = `"${id}" needs itself in the end (${circle.join(' -> ')}): take one of these needs away`;
      yield { path: ['checks', index, 'needs'], sentence };
    }
  }
}

/** The way from a check back to itself, or null. */
function findCircle(start: string, needs: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const pending: string[][] = [[start]];
  const visited = new Set<string>();
  for (let way = pending.pop(); way !== undefined; way = pending.pop()) {
    for (const next of needs.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, next];
      if (!visited.has(next)) pending.push([...way, next]);
      visited.add(next);
    }
  }
  return null;
}
