/** The rule that a check has at least one limit. */
import type { Path, RuleProblem } from '../../checks/rules/rule.js';
import { targetFits } from '../../checks/rules/targets.js';
import type { Rubric } from '../../schema/rubric.js';
import type { ModelLimitsCheck } from './schema.js';

export function* modelLimitsRules(path: Path, check: ModelLimitsCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'model', rubric);
  const { parameters, fileBytes, layers, activations, outputActivations } = check;
  if ([parameters, fileBytes, layers, activations, outputActivations].every((limit) => limit === undefined)) {
    const sentence = `check "${check.id}" limits nothing: give parameters, fileBytes, layers or activations`;
    yield { path, sentence };
  }
}
