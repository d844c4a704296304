/** The parts that the kinds of typed answers share: steps and jacobian. */
import type { Draft } from '../checks/asking/draft.js';
import { COMPARISON_PARTS } from '../checks/telling/comparison-parts.js';
import { tellComparison } from '../checks/telling/comparison.js';
import type { CheckOf } from '../schema/checks.js';
import type { NamedPath, References } from './kind.js';

type TypedCheck = CheckOf<'steps' | 'jacobian'>;

export const TYPED = {
  plan: ({ file }: TypedCheck, draft: Draft) => {
    draft.addDocument(file);
  },
  beyondReach: () => [],
  warnings: () => [],
  paths: ({ file }: TypedCheck): readonly NamedPath[] => [{ key: ['file'], path: file }],
  refersTo: ({ network, at }: TypedCheck): References => ({ networks: [network], sampleSets: [at] }),
  gives: () => ({}),
  told: tellComparison,
  evidence: COMPARISON_PARTS,
  quotesStudent: false,
};
