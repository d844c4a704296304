/** Plans the calls of an exported function at the samples of a check's sample sets. */
import type { Draft } from './draft.js';
import type { CallProbe } from '../../stages/plan.js';
import type { ArgumentShape, ReturnShape } from '../../protocol/worker.js';
import type { ReferenceSample, ResolvedRubric } from '../../stages/resolved.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { TensorData } from '../../tensor/tensor.js';
import { callsOf, mostValuesOf, type FunctionCheck } from './calls.js';
import { isVisible } from '../scope.js';
import { functionTarget } from './targets.js';

/** `keys` are those of the returned record; none if the function returns a value. */
export function addFunctionCalls(
  check: FunctionCheck,
  keys: readonly string[],
  draft: Draft,
  resolved: ResolvedRubric,
): void {
  const target = functionTarget(check.target, resolved);
  for (const { id, sample } of callsOf(check, resolved)) {
    // samples follow from the rubric, so a worker that answers visible checks may receive them
    draft.addCall(target.file, id, (known): CallProbe => {
      // another check has added it already: it returns the keys of both
      const returns = returnShape(target, [...(known === null ? [] : keysOf(known)), ...keys]);
      const isShown = isVisible(check) || (known !== null && known.hidden !== true);
      return {
        kind: 'call',
        id,
        target: check.target,
        export: target.export,
        arguments: argumentShapes(target),
        ...formOf(target),
        returns,
        inputs: inputsOf(target, sample),
        mostValues: mostValuesOf(check, sample, returns, resolved),
        ...(isShown ? {} : { hidden: true }),
        ...(isByHand(check) || known?.watched === true ? { watched: true } : {}),
      };
    });
  }
}

/** The check asks that nothing of tf.js differentiates. */
function isByHand(check: FunctionCheck): boolean {
  return check.kind === 'gradient' && check.by === 'hand';
}

export function returnShape(target: TargetOf<'function'>, keys: readonly string[]): ReturnShape {
  return target.returns === 'value' ? { kind: 'value' } : { kind: 'record', keys: [...new Set(keys)] };
}

function keysOf(probe: CallProbe): readonly string[] {
  return probe.returns.kind === 'record' ? probe.returns.keys : [];
}

/** The form of the arguments, where it is not the usual one. */
export function formOf({ receives }: TargetOf<'function'>): Pick<CallProbe, 'receives'> {
  return receives === 'arrays' ? { receives } : {};
}

export function argumentShapes(target: TargetOf<'function'>): readonly ArgumentShape[] {
  return target.arguments.map((argument) =>
    typeof argument === 'string' ? { tensor: argument } : { record: argument },
  );
}

/** The values that the arguments name, as float32 (labels stay int32), like the student's tensors. */
export function inputsOf(target: TargetOf<'function'>, sample: ReferenceSample): Record<string, TensorData> {
  const names = target.arguments.flatMap((argument) =>
    typeof argument === 'string' ? [argument] : Object.values(argument),
  );
  return Object.fromEntries(names.map((name) => [name, toInput(sample.values[name], name)]));
}

function toInput(value: TensorData | undefined, name: string): TensorData {
  if (value === undefined) throw new Error(`no value for the argument ${name}`);
  if (value.dtype !== 'float64') return value;
  return { dtype: 'float32', shape: value.shape, values: Float32Array.from(value.values) };
}
