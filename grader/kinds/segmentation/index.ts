/** Mean intersection over union of a model's class maps: see schema.ts. */
import { modelTarget, segmentedNamed } from '../../checks/asking/targets.js';
import type { Kind } from '../kind.js';
import { judgeSegmentation } from './judge.js';
import { SEGMENTATION_PARTS } from './parts.js';
import { mapProbes } from './probes.js';
import { segmentationRules } from './rules.js';
import { tellSegmentation } from './told.js';
import { segmentationWarnings } from './warnings.js';

export const segmentation: Kind<'segmentation'> = {
  judge: judgeSegmentation,
  plan: ({ target, data }, draft, rubric) => {
    const model = modelTarget(target, rubric);
    draft.addModel(model, mapProbes(target, model, data, segmentedNamed(data, rubric)));
  },
  rules: segmentationRules,
  beyondReach: () => [],
  warnings: segmentationWarnings,
  paths: () => [],
  refersTo: ({ target, data }) => ({ targets: [target], data: [data] }),
  parts: () => null,
  // images go to a model, in a worker without student code; class maps stay in the parent
  gives: () => ({}),
  told: tellSegmentation,
  evidence: SEGMENTATION_PARTS,
  quotesStudent: true,
};
