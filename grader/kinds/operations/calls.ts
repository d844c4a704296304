/** The calls of a check of operations: every sample of its sets once, in a worker that counts. */
import { mostValuesOf, type PlannedCall } from '../../checks/asking/calls.js';
import type { Draft } from '../../checks/asking/draft.js';
import { argumentShapes, formOf, inputsOf, returnShape } from '../../checks/asking/function-calls.js';
import { functionTarget } from '../../checks/asking/targets.js';
import { isVisible } from '../../checks/scope.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import type { CallProbe } from '../../stages/plan.js';
import type { OperationsCheck } from './schema.js';

/** The names of the sample sets, each once. */
export function setsOf({ bound, growth }: OperationsCheck): readonly string[] {
  const names = [bound?.at, growth?.from, growth?.to].filter((name) => name !== undefined);
  return [...new Set(names)];
}

export interface CountedCall extends PlannedCall {
  /** The sample set. */
  readonly set: string;
}

export function countedCallsOf(check: OperationsCheck, { sampleSets }: ResolvedRubric): readonly CountedCall[] {
  return setsOf(check).flatMap((set) =>
    (sampleSets.get(set) ?? []).map((sample) => ({
      ...{ id: `${check.target}@${check.id}/${sample.id}#counted`, sample, repeat: false, set },
    })),
  );
}

export function planOperations(check: OperationsCheck, draft: Draft, rubric: ResolvedRubric): void {
  const target = functionTarget(check.target, rubric);
  const returns = returnShape(
    target,
    check.outputs.map(({ name }) => name),
  );
  const calls = countedCallsOf(check, rubric).map(({ id, sample }): CallProbe => ({
    ...{ kind: 'call', id, target: check.target, export: target.export },
    arguments: argumentShapes(target),
    ...formOf(target),
    returns,
    inputs: inputsOf(target, sample),
    mostValues: mostValuesOf(check, sample, returns, rubric),
  }));
  draft.addCounted(target.file, calls, isVisible(check));
}
