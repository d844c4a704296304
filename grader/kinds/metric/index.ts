/** A score or a loss of a model on held-out examples: see schema.ts. */
import { predictProbe } from '../../checks/asking/predictions.js';
import { heldOutNamed, modelTarget } from '../../checks/asking/targets.js';
import type { Kind } from '../kind.js';
import { judgeMetric } from './judge.js';
import { METRIC_PARTS } from './parts.js';
import { metricRules } from './rules.js';
import { tellMetric } from './told.js';
import { metricWarnings } from './warnings.js';

export const metric: Kind<'metric'> = {
  judge: judgeMetric,
  plan: ({ target, data }, draft, rubric) => {
    const model = modelTarget(target, rubric);
    draft.addModel(model, [predictProbe(target, model, data, heldOutNamed(data, rubric))]);
  },
  rules: metricRules,
  warnings: metricWarnings,
  paths: () => [],
  refersTo: ({ target, data }) => ({ targets: [target], data: [data] }),
  parts: () => null,
  // examples go to a model, in a worker without student code; labels and targets stay in the parent
  gives: () => ({}),
  told: tellMetric,
  evidence: METRIC_PARTS,
  quotesStudent: true,
};
