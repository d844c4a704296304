/** The student's own loss function: see schema.ts. */
import { addFunctionCalls } from '../../checks/asking/function-calls.js';
import { functionFits } from '../../checks/rules/functions.js';
import type { Kind } from '../kind.js';
import { judgeLoss } from './judge.js';

export const loss: Kind<'loss'> = {
  judge: judgeLoss,
  plan: (check, draft, rubric) => {
    addFunctionCalls(check, [], draft, rubric);
  },
  rules: (path, check, rubric) => functionFits(path, check, 'value', rubric),
  warnings: () => [],
  paths: () => [],
  refersTo: ({ network, target, at }) => ({ networks: [network], targets: [target], pointSets: at }),
  parts: () => null,
  gives: ({ at }) => ({ pointSets: at }),
  quotesStudent: true,
};
