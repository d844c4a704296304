/** The rules that the model takes the examples of the data set, and that the ramp rises. */
import { examplesFit } from '../../checks/rules/examples.js';
import { mustExist, type Path, type RuleProblem } from '../../checks/rules/rule.js';
import { targetFits } from '../../checks/rules/targets.js';
import type { Rubric } from '../../schema/rubric.js';
import type { AccuracyCheck } from './schema.js';

export function* accuracyRules(path: Path, check: AccuracyCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'model', rubric);
  yield* mustExist([...path, 'data'], 'data set', check.data, rubric.data);
  const { ramp, below } = check;
  if (ramp.from >= ramp.to) {
    const sentence = `a ramp from ${String(ramp.from)} to ${String(ramp.to)}: from must be less than to`;
    yield { path: [...path, 'ramp'], sentence };
  }
  if (below !== undefined && below < ramp.to) {
    const sentence = `below is ${String(below)}, less than the end of the ramp (${String(ramp.to)}): full points would count as not plausible`;
    yield { path: [...path, 'below'], sentence };
  }
  yield* examplesFit([...path, 'data'], { model: check.target, data: check.data }, rubric);
}
