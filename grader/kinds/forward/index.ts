/** Outputs of the student's forward function: see schema.ts. */
import { outputsFit } from '../../checks/rules/functions.js';
import { CALLING, planOutputs } from '../calling.js';
import type { Kind } from '../kind.js';
import { judgeForward } from './judge.js';

export const forward: Kind<'forward'> = {
  ...CALLING,
  judge: judgeForward,
  plan: planOutputs,
  rules: (path, check, rubric) => outputsFit(path, check, ({ nodes }) => nodes.map(({ name }) => name), rubric),
};
