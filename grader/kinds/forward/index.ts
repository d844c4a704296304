/** Outputs of the student's forward function: see schema.ts. */
import { addFunctionCalls } from '../../checks/asking/function-calls.js';
import { outputsFit } from '../../checks/rules/functions.js';
import type { Kind } from '../kind.js';
import { judgeForward } from './judge.js';

export const forward: Kind<'forward'> = {
  judge: judgeForward,
  plan: (check, draft, rubric) => {
    addFunctionCalls(
      check,
      check.outputs.map(({ name }) => name),
      draft,
      rubric,
    );
  },
  rules: (path, check, rubric) => outputsFit(path, check, ({ nodes }) => nodes.map(({ name }) => name), rubric),
  warnings: () => [],
  paths: () => [],
  refersTo: ({ network, target, at }) => ({ networks: [network], targets: [target], pointSets: at }),
  parts: () => null,
  gives: ({ at }) => ({ pointSets: at }),
  quotesStudent: true,
};
