/** Warns about data sets that are so small that chance affects the score. */
import { fewestExamples } from '../../numerics/statistics.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import type { AccuracyCheck } from './schema.js';

export function* accuracyWarnings(check: AccuracyCheck, { data }: ResolvedRubric): Iterable<string> {
  const { from, to } = check.ramp;
  const needed = fewestExamples(from, to);
  const count = data.get(check.data)?.labels.length ?? 0;
  if (count < needed) {
    yield `"${check.id}": ${String(count)} examples are few for a ramp from ${String(from)} to ${String(to)}; from ${String(needed)} on, chance moves the score by 5 % at most`;
  }
}
