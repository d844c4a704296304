/** Typed answers that form a chain: see schema.ts. */
import type { Kind } from '../kind.js';
import { judgeSteps } from './judge.js';
import { stepsRules } from './rules.js';

export const steps: Kind<'steps'> = {
  judge: judgeSteps,
  plan: ({ file }, draft) => {
    draft.addDocument(file);
  },
  rules: stepsRules,
  warnings: () => [],
  paths: ({ file }) => [{ key: ['file'], path: file }],
  refersTo: ({ network, at }) => ({ networks: [network], pointSets: [at] }),
  parts: ({ steps }) => ({ what: 'steps', parts: steps }),
  gives: () => ({}),
  quotesStudent: false,
};
