/** The parts that the kinds share which call an exported function at the samples of a rubric: forward, gradient, loss. */
import type { FunctionCheck } from '../checks/asking/calls.js';
import type { Draft } from '../checks/asking/draft.js';
import { addFunctionCalls } from '../checks/asking/function-calls.js';
import { COMPARISON_PARTS } from '../checks/telling/comparison-parts.js';
import { tellComparison } from '../checks/telling/comparison.js';
import type { CheckOf } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Given, References } from './kind.js';

export const CALLING = {
  beyondReach: () => [],
  warnings: () => [],
  paths: () => [],
  refersTo: ({ network, target, at }: FunctionCheck): References => ({
    networks: [network],
    targets: [target],
    sampleSets: at,
  }),
  parts: () => null,
  gives: ({ at }: FunctionCheck): Given => ({ sampleSets: at }),
  told: tellComparison,
  evidence: COMPARISON_PARTS,
  quotesStudent: true,
};

/** The calls of a function that returns the outputs of the check by name. */
export function planOutputs(check: CheckOf<'forward' | 'gradient'>, draft: Draft, rubric: ResolvedRubric): void {
  const names = check.outputs.map(({ name }) => name);
  addFunctionCalls(check, names, draft, rubric);
}
