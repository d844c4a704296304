/** The rules that the model takes the images and gives scores for their pixels, and that the ramp rises. */
import { segmentationFits } from '../../checks/rules/examples.js';
import { mustExist, type Path, type RuleProblem } from '../../checks/rules/rule.js';
import { targetFits } from '../../checks/rules/targets.js';
import type { Rubric } from '../../schema/rubric.js';
import type { SegmentationCheck } from './schema.js';

export function* segmentationRules(path: Path, check: SegmentationCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'model', rubric);
  yield* mustExist([...path, 'data'], 'data set', check.data, rubric.data);
  const { from, to } = check.ramp;
  if (from >= to) {
    const sentence = `a ramp from ${String(from)} to ${String(to)}: from must be less than to`;
    yield { path: [...path, 'ramp'], sentence };
  }
  yield* segmentationFits([...path, 'data'], { model: check.target, data: check.data }, rubric);
}
