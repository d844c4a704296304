/** Files that must be there: see schema.ts. */
import { openEvidence } from '../../checks/telling/evidence-parts.js';
import type { Kind } from '../kind.js';
import { judgeFiles } from './judge.js';
import { tellFiles } from './told.js';

export const files: Kind<'files'> = {
  judge: judgeFiles,
  // the list of a submission's files is known without asking
  plan: () => undefined,
  rules: () => [],
  beyondReach: () => [],
  warnings: () => [],
  paths: ({ files }) => files.map(({ path }, index) => ({ key: ['files', index, 'path'], path })),
  refersTo: () => ({}),
  parts: () => null,
  gives: () => ({}),
  told: tellFiles,
  evidence: openEvidence('files'),
  quotesStudent: false,
};
