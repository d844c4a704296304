/** The rules that the model takes the examples of the data set, and the function the arguments of this check. */
import { examplesFit } from '../../checks/rules/examples.js';
import { lookUp, mustExist, type Path, type RuleProblem } from '../../checks/rules/rule.js';
import { targetFits } from '../../checks/rules/targets.js';
import type { Rubric } from '../../schema/rubric.js';
import type { ModelGradientCheck } from './schema.js';

/** Arguments that the function is given, by these names in the rubric. */
const ARGUMENTS = ['weights', 'x', 'label'];

export function* modelGradientRules(path: Path, check: ModelGradientCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'function', rubric);
  yield* targetFits([...path, 'model'], check.model, 'model', rubric);
  yield* mustExist([...path, 'data'], 'data set', check.data, rubric.data);
  yield* examplesFit([...path, 'data'], check, rubric);
  const target = lookUp(rubric.targets, check.target);
  if (target?.kind !== 'function') return;
  const given = target.arguments.map((name) => (typeof name === 'string' ? name : '{...}'));
  if ([...given].sort().join() !== [...ARGUMENTS].sort().join()) {
    const sentence = `target "${check.target}" takes ${given.join(', ')}, but a model-gradient check gives it ${ARGUMENTS.join(', ')}, in any order`;
    yield { path: ['targets', check.target, 'arguments'], sentence };
  }
  if (target.returns !== 'record') {
    const sentence = `target "${check.target}" returns a ${target.returns}, but a model-gradient check needs one that returns a record`;
    yield { path: [...path, 'target'], sentence };
  }
}
