/** Share of held-out examples that a model classifies correctly: see schema.ts. */
import { dataNamed, modelTarget } from '../../checks/asking/targets.js';
import type { Kind } from '../kind.js';
import { judgeAccuracy } from './judge.js';
import { ACCURACY_PARTS } from './parts.js';
import { mapProbes, predictProbes } from './probes.js';
import { accuracyRules } from './rules.js';
import { accuracyWarnings } from './warnings.js';
import { tellAccuracy } from './told.js';

export const accuracy: Kind<'accuracy'> = {
  judge: judgeAccuracy,
  plan: ({ target, data }, draft, rubric) => {
    const model = modelTarget(target, rubric);
    const set = dataNamed(data, rubric);
    draft.addModel(model, predictProbes(target, model, data, set));
    draft.addLast(model, mapProbes(target, model, [data, set], rubric.rubric.data?.[data]));
  },
  rules: accuracyRules,
  beyondReach: () => [],
  warnings: accuracyWarnings,
  paths: () => [],
  refersTo: ({ target, data }) => ({ targets: [target], data: [data] }),
  parts: () => null,
  // examples go to a model, in a worker without student code; labels stay in the parent
  gives: () => ({}),
  told: tellAccuracy,
  evidence: ACCURACY_PARTS,
  quotesStudent: true,
};
