/** Gradients that the student's function returns: see schema.ts. */
import { addFunctionCalls } from '../../checks/asking/function-calls.js';
import { outputsFit } from '../../checks/rules/functions.js';
import { differentiableNames } from '../../checks/rules/rule.js';
import type { Kind } from '../kind.js';
import { judgeGradient } from './judge.js';

export const gradient: Kind<'gradient'> = {
  judge: judgeGradient,
  plan: (check, draft, rubric) => {
    addFunctionCalls(
      check,
      check.outputs.map(({ name }) => name),
      draft,
      rubric,
    );
  },
  rules: (path, check, rubric) => outputsFit(path, check, differentiableNames, rubric),
  warnings: () => [],
  paths: () => [],
  refersTo: ({ network, target, at }) => ({ networks: [network], targets: [target], pointSets: at }),
  parts: () => null,
  gives: ({ at }) => ({ pointSets: at }),
  quotesStudent: true,
};
