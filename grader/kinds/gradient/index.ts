/** Gradients that the student's function returns: see schema.ts. */
import { outputsFit } from '../../checks/rules/functions.js';
import { differentiableNames } from '../../checks/rules/rule.js';
import { CALLING, planOutputs } from '../calling.js';
import type { Kind } from '../kind.js';
import { judgeGradient } from './judge.js';

export const gradient: Kind<'gradient'> = {
  ...CALLING,
  judge: judgeGradient,
  plan: planOutputs,
  rules: (path, check, rubric) => outputsFit(path, check, differentiableNames, rubric),
};
