/** Checks refer to what exists and fits: targets, networks, point sets, data, values. One function a kind. */
import type { Check } from '../../schema/checks.js';
import type { Rubric } from '../../schema/rubric.js';
import { dataSetFits } from './data-sets.js';
import { answerRules } from './answers.js';
import { functionRules } from './functions.js';
import { accuracyFits, limitsFit, modelGradientFits } from './models.js';
import type { Path, RuleProblem } from './rule.js';

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
    case 'model-gradient':
      return modelGradientFits(path, check, rubric);
    case 'data-set':
      return dataSetFits(path, check, rubric);
    case 'loss-log':
    case 'files':
      return [];
  }
}
