/** Typed Jacobian matrices: see schema.ts. */
import type { Kind } from '../kind.js';
import { TYPED } from '../typed.js';
import { judgeJacobian } from './judge.js';
import { jacobianRules } from './rules.js';

export const jacobian: Kind<'jacobian'> = {
  ...TYPED,
  judge: judgeJacobian,
  rules: jacobianRules,
  parts: ({ matrices }) => ({ what: 'matrices', parts: matrices }),
};
