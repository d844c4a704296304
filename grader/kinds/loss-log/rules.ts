/** What the schema of a loss log cannot exclude. */
import { mustDiffer, type Path, type RuleProblem } from '../../checks/rules/rule.js';
import type { CheckOf } from '../../schema/checks.js';

/** One column cannot have two meanings. */
export function lossLogRules(path: Path, { columns = {} }: CheckOf<'loss-log'>): Iterable<RuleProblem> {
  const names = Object.entries(columns).map(([key, name]) => ({ path: [...path, 'columns', key], name }));
  return mustDiffer('column', names);
}
