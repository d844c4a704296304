/** The rules that the model takes the examples of the data set, and the function the arguments of this check. */
import { examplesFit } from '../../checks/rules/examples.js';
import { lookUp, mustExist, type Path, type RuleProblem } from '../../checks/rules/rule.js';
import { targetFits } from '../../checks/rules/targets.js';
import { isOnnx } from '../../protocol/model-forms.js';
import type { Rubric } from '../../schema/rubric.js';
import type { ModelGradientCheck } from './schema.js';

/** Arguments that the function is given, by these names in the rubric. */
const ARGUMENTS = ['weights', 'x', 'label'];

/** By default such a model is of tf.js alone, so that only what is written must not say otherwise. */
function* isDifferentiable({ model }: ModelGradientCheck, { targets }: Rubric): Iterable<RuleProblem> {
  const target = lookUp(targets, model);
  if (target?.kind !== 'model') return;
  if (target.formats?.includes('onnx') !== true && !isOnnx(target.path)) return;
  const sentence = `target "${model}" may be an ONNX model, which cannot be differentiated: write formats: [tfjs] for a model-gradient check, and a path of a model.json`;
  yield { path: ['targets', model, 'formats'], sentence };
}

export function* modelGradientRules(path: Path, check: ModelGradientCheck, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'function', rubric);
  yield* targetFits([...path, 'model'], check.model, 'model', rubric);
  yield* isDifferentiable(check, rubric);
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
