/** Typed answers that form a chain: see schema.ts. */
import type { Kind } from '../kind.js';
import { TYPED } from '../typed.js';
import { judgeSteps } from './judge.js';
import { stepsRules } from './rules.js';

export const steps: Kind<'steps'> = {
  ...TYPED,
  judge: judgeSteps,
  rules: stepsRules,
  parts: ({ steps }) => ({ what: 'steps', parts: steps }),
};
