/** Refuses an error that no float32 output reaches: full points could not be earned. */
import { heldOutNamed } from '../../checks/asking/targets.js';
import type { Path, RuleProblem } from '../../checks/rules/rule.js';
import type { CheckOf } from '../../schema/checks.js';
import type { ResolvedRubric } from '../../stages/resolved.js';

/** A few roundings of a unit in the last place. */
const ROUNDING = 4 * 2 ** -24;

export function* metricReach(path: Path, check: CheckOf<'metric'>, rubric: ResolvedRubric): Iterable<RuleProblem> {
  const set = heldOutNamed(check.data, rubric);
  if (!('targets' in set)) return;
  const values = Float64Array.from(set.targets.values);
  const reach = values.reduce((sum, value) => sum + (ROUNDING * value) ** 2, 0) / values.length;
  const { to } = check.ramp;
  if (to >= reach) return;
  const sentence = `ramp.to is ${String(to)}, below the error that rounding to float32 makes with the targets of data set "${check.data}" (about ${reach.toPrecision(1)}): give more`;
  yield { path: [...path, 'ramp', 'to'], sentence };
}
