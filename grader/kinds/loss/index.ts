/** The student's own loss function: see schema.ts. */
import { addFunctionCalls } from '../../checks/asking/function-calls.js';
import { functionFits } from '../../checks/rules/functions.js';
import { CALLING } from '../calling.js';
import type { Kind } from '../kind.js';
import { judgeLoss } from './judge.js';
import { lossReach } from './reach.js';

export const loss: Kind<'loss'> = {
  ...CALLING,
  judge: judgeLoss,
  plan: (check, draft, rubric) => {
    addFunctionCalls(check, [], draft, rubric);
  },
  beyondReach: lossReach,
  rules: (path, check, rubric) => functionFits(path, check, 'value', rubric),
};
