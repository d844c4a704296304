/** Typed Jacobian matrices: see schema.ts. */
import type { Kind } from '../kind.js';
import { judgeJacobian } from './judge.js';
import { jacobianRules } from './rules.js';

export const jacobian: Kind<'jacobian'> = {
  judge: judgeJacobian,
  plan: ({ file }, draft) => {
    draft.addDocument(file);
  },
  rules: jacobianRules,
  warnings: () => [],
  paths: ({ file }) => [{ key: ['file'], path: file }],
  refersTo: ({ network, at }) => ({ networks: [network], pointSets: [at] }),
  parts: ({ matrices }) => ({ what: 'matrices', parts: matrices }),
  gives: () => ({}),
  quotesStudent: false,
};
