/** Size and make of a model: see schema.ts. */
import { modelTarget } from '../../checks/asking/targets.js';
import { openEvidence } from '../../checks/telling/evidence-parts.js';
import type { Kind } from '../kind.js';
import { judgeModelLimits } from './judge.js';
import { modelLimitsRules } from './rules.js';
import { tellLimits } from './told.js';

export const modelLimits: Kind<'model-limits'> = {
  judge: judgeModelLimits,
  plan: ({ target }, draft, rubric) => {
    draft.addModel(modelTarget(target, rubric));
  },
  rules: modelLimitsRules,
  beyondReach: () => [],
  warnings: () => [],
  paths: () => [],
  refersTo: ({ target }) => ({ targets: [target] }),
  parts: () => null,
  gives: () => ({}),
  told: tellLimits,
  evidence: openEvidence('limits'),
  quotesStudent: false,
};
