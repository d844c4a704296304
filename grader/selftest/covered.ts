/**
 * Which checks of a rubric mistakes can be tried on: those that compare tensors of a network which it describes, and what
 * each of them asks for. Pure.
 */
import { networkOf } from '../checks/asking/targets.js';
import { writtenSample } from '../checks/judging/written-sample.js';
import { lossNodeOf, type Values } from '../numerics/network.js';
import { VALUE_OUTPUT } from '../protocol/worker.js';
import type { Check, CheckOf } from '../schema/checks.js';
import type { ResolvedRubric } from '../stages/resolved.js';
import type { Asked } from './engine.js';

export type CoveredCheck = CheckOf<'forward' | 'gradient' | 'loss' | 'steps'>;

export interface Output extends Asked {
  /** As reports call it. */
  readonly name: string;
}

export function isCovered(check: Check): check is CoveredCheck {
  // a chain may ask for counts of operations alone
  if (check.kind === 'steps') return check.steps.some(({ cost }) => cost === undefined);
  return check.kind === 'forward' || check.kind === 'gradient' || check.kind === 'loss';
}

/** The tensors that a check asks for. */
export function outputsOf(check: CoveredCheck, rubric: ResolvedRubric): readonly Output[] {
  switch (check.kind) {
    case 'forward':
      return check.outputs.map(({ name, of }) => ({ name, of, quantity: 'value' }));
    case 'gradient':
      return check.outputs.map(({ name, of }) => ({ name, of, quantity: 'gradient' }));
    case 'loss':
      return [{ name: VALUE_OUTPUT, of: lossNodeOf(networkOf(check.network, rubric)).name, quantity: 'value' }];
    case 'steps':
      return check.steps.flatMap(({ path, value, gradient }): Output[] => {
        if (value !== undefined) return [{ name: path, of: value, quantity: 'value' }];
        return gradient === undefined ? [] : [{ name: path, of: gradient, quantity: 'gradient' }];
      });
  }
}

/** A value for every input and parameter, at each sample of a check. */
export function samplesOf(check: CoveredCheck, rubric: ResolvedRubric): readonly Values[] {
  if (check.kind === 'steps') return [writtenSample(check.at, rubric)];
  return check.at.flatMap((name) => rubric.sampleSets.get(name) ?? []).map(({ values }) => values);
}

/** The covered checks by the name of their network, in the order of the rubric. */
export function coveredByNetwork(rubric: ResolvedRubric): ReadonlyMap<string, readonly CoveredCheck[]> {
  const found = new Map<string, CoveredCheck[]>();
  for (const check of rubric.rubric.checks.filter(isCovered)) {
    found.set(check.network, [...(found.get(check.network) ?? []), check]);
  }
  return found;
}
