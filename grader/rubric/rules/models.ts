/** Checks on exported models: targets exist and fit the data, ramps rise, limits limit something. */
import { MODEL_GRADIENT_ARGUMENTS, type CheckOf } from '../../schema/checks.js';
import type { Rubric } from '../../schema/rubric.js';
import { examplesFit } from './examples.js';
import { lookUp, mustExist, type Path, type RuleProblem } from './rule.js';
import { targetFits } from './targets.js';

export function* accuracyFits(path: Path, check: CheckOf<'accuracy'>, rubric: Rubric): Iterable<RuleProblem> {
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

export function* modelGradientFits(
  path: Path,
  check: CheckOf<'model-gradient'>,
  rubric: Rubric,
): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'function', rubric);
  yield* targetFits([...path, 'model'], check.model, 'model', rubric);
  yield* mustExist([...path, 'data'], 'data set', check.data, rubric.data);
  yield* examplesFit([...path, 'data'], check, rubric);
  const target = lookUp(rubric.targets, check.target);
  if (target?.kind !== 'function') return;
  const given = target.arguments.map((name) => (typeof name === 'string' ? name : '{...}'));
  if ([...given].sort().join() !== [...MODEL_GRADIENT_ARGUMENTS].sort().join()) {
    const sentence = `target "${check.target}" takes ${given.join(', ')}, but a model-gradient check gives it ${MODEL_GRADIENT_ARGUMENTS.join(', ')}, in any order`;
    yield { path: ['targets', check.target, 'arguments'], sentence };
  }
  if (target.returns !== 'record') {
    const sentence = `target "${check.target}" returns a ${target.returns}, but a model-gradient check needs one that returns a record`;
    yield { path: [...path, 'target'], sentence };
  }
}

export function* limitsFit(path: Path, check: CheckOf<'model-limits'>, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'model', rubric);
  const { parameters, fileBytes, layers, activations, outputActivations } = check;
  if ([parameters, fileBytes, layers, activations, outputActivations].every((limit) => limit === undefined)) {
    const sentence = `check "${check.id}" limits nothing: give parameters, fileBytes, layers or activations`;
    yield { path, sentence };
  }
}
