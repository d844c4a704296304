/** Points that a person gives: see schema.ts. */
import { openEvidence } from '../../checks/telling/evidence-parts.js';
import type { Kind } from '../kind.js';
import { judgeManual } from './judge.js';
import { manualRules } from './rules.js';

export const manual: Kind<'manual'> = {
  judge: judgeManual,
  plan: () => undefined,
  rules: manualRules,
  warnings: () => [],
  paths: ({ file }) => (file === undefined ? [] : [{ key: ['file'], path: file }]),
  refersTo: () => ({}),
  parts: () => null,
  gives: () => ({}),
  told: () => [],
  evidence: openEvidence('none'),
  quotesStudent: false,
};
