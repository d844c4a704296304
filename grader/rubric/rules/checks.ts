/** Checks refer to what exists and fits: targets, networks, point sets, data, values. One function a kind. */
import type { Check, CheckOf } from '../../schema/checks.js';
import type { Rubric } from '../../schema/rubric.js';
import { answerRules } from './answers.js';
import { functionRules } from './functions.js';
import { mustExist, lookUp, type Path, type RuleProblem } from './rule.js';
import { targetFits } from './targets.js';

export function* checkRules(rubric: Rubric): Iterable<RuleProblem> {
  for (const [index, check] of rubric.checks.entries()) yield* checkFits(['checks', index], check, rubric);
}

function checkFits(path: Path, check: Check, rubric: Rubric): Iterable<RuleProblem> {
  switch (check.kind) {
    case 'steps':
    case 'jacobian':
      return answerRules(path, check, rubric);
    case 'forward':
    case 'gradient':
    case 'loss':
      return functionRules(path, check, rubric);
    case 'accuracy':
      return accuracyFits(path, check, rubric);
    case 'model-limits':
      return limitsFit(path, check, rubric);
    case 'files':
      return [];
  }
}

function* accuracyFits(path: Path, check: CheckOf<'accuracy'>, rubric: Rubric): Iterable<RuleProblem> {
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
  yield* examplesFit([...path, 'data'], check, rubric);
}

/** The model takes what the data set holds, and gives an output for each class, or one for all. */
function* examplesFit(path: Path, check: CheckOf<'accuracy'>, rubric: Rubric): Iterable<RuleProblem> {
  const target = lookUp(rubric.targets, check.target);
  const data = lookUp(rubric.data, check.data);
  if (target?.kind !== 'model' || data === undefined) return;
  const isImages = data.kind === 'images';
  const shape = isImages ? [data.side, data.side, 3] : [2];
  const classes = isImages ? data.classes.length : 2;
  const takes = target.input.join(', ');
  if (takes === shape.join(', ') && target.outputs.every((width) => width === 1 || width === classes)) return;
  const examples = `${isImages ? 'images' : 'points'} [${shape.join(', ')}] of ${isImages ? String(classes) : 'two'} classes`;
  const sentence = `data set "${check.data}" has ${examples}, but target "${check.target}" takes [${takes}] and gives ${target.outputs.join(' or ')}`;
  yield { path, sentence };
}

function* limitsFit(path: Path, check: CheckOf<'model-limits'>, rubric: Rubric): Iterable<RuleProblem> {
  yield* targetFits([...path, 'target'], check.target, 'model', rubric);
  const { parameters, fileBytes, layers, activations, outputActivations } = check;
  if ([parameters, fileBytes, layers, activations, outputActivations].every((limit) => limit === undefined)) {
    const sentence = `check "${check.id}" limits nothing: give parameters, fileBytes, layers or activations`;
    yield { path, sentence };
  }
}
