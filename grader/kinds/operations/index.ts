/** The number of operations that a student's function needs: see schema.ts. */
import { lookUp } from '../../checks/rules/rule.js';
import type { Kind } from '../kind.js';
import { planOperations, setsOf } from './calls.js';
import { judgeOperations } from './judge.js';
import { OPERATIONS_PARTS } from './parts.js';
import { operationsRules } from './rules.js';
import { tellOperations } from './told.js';

/** Below this size what a function needs besides its products decides how it grows. */
const SMALL = 8;

export const operations: Kind<'operations'> = {
  judge: judgeOperations,
  plan: planOperations,
  rules: operationsRules,
  beyondReach: () => [],
  warnings: function* ({ id, growth }, { rubric }) {
    const from = growth === undefined ? undefined : lookUp(rubric.sampleSets, growth.from);
    if (growth === undefined || from?.kind !== 'generic') return;
    const largest = Math.max(...Object.values(from.sizes));
    if (largest < SMALL) {
      yield `"${id}": the sizes of "${growth.from}" are at most ${String(largest)}; growth is told apart from about ${String(2 * SMALL)} on`;
    }
  },
  paths: () => [],
  refersTo: (check) => ({ networks: [check.network], targets: [check.target], sampleSets: setsOf(check) }),
  parts: () => null,
  gives: (check) => ({ sampleSets: setsOf(check) }),
  told: tellOperations,
  evidence: OPERATIONS_PARTS,
  quotesStudent: true,
};
