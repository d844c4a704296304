/** The log of a training: see schema.ts. */
import type { Kind } from '../kind.js';
import { judgeLossLog } from './judge.js';
import { LOSS_LOG_PARTS } from './parts.js';
import { lossLogRules } from './rules.js';
import { tellLossLog } from './told.js';

export const lossLog: Kind<'loss-log'> = {
  judge: judgeLossLog,
  plan: ({ file }, draft) => {
    draft.addDocument(file);
  },
  rules: lossLogRules,
  beyondReach: () => [],
  warnings: () => [],
  paths: ({ file }) => [{ key: ['file'], path: file }],
  refersTo: () => ({}),
  parts: () => null,
  gives: () => ({}),
  told: tellLossLog,
  evidence: LOSS_LOG_PARTS,
  quotesStudent: false,
};
