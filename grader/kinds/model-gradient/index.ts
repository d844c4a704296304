/** A hand-written backward pass through the student's own model: see schema.ts. */
import { dataNamed, functionTarget, modelTarget } from '../../checks/asking/targets.js';
import { isVisible } from '../../checks/scope.js';
import { COMPARISON_PARTS } from '../../checks/telling/comparison-parts.js';
import { tellComparison } from '../../checks/telling/comparison.js';
import type { Kind } from '../kind.js';
import { judgeModelGradient } from './judge.js';
import { modelGradientProbes } from './probes.js';
import { modelGradientRules } from './rules.js';

export const modelGradient: Kind<'model-gradient'> = {
  judge: judgeModelGradient,
  plan: (check, draft, rubric) => {
    const model = modelTarget(check.model, rubric);
    const target = functionTarget(check.target, rubric);
    const { reference, calls } = modelGradientProbes(check, target, model, dataNamed(check.data, rubric));
    // an ONNX model cannot be differentiated here
    draft.addModel(model, [reference], ['tfjs']);
    draft.addCalls(target.file, calls, isVisible(check));
  },
  rules: modelGradientRules,
  beyondReach: () => [],
  warnings: () => [],
  paths: () => [],
  refersTo: ({ target, model, data }) => ({ targets: [target, model], data: [data] }),
  parts: () => null,
  gives: ({ data }) => ({ labels: { key: ['data'], data } }),
  told: tellComparison,
  evidence: COMPARISON_PARTS,
  quotesStudent: true,
};
