/** The probes of a gradient check on an exported model: the model's own gradients, and the student's. */
import type { CheckOf } from '../../schema/checks.js';
import { scale, scalingIn } from '../../tensor/images.js';
import type { CallProbe, DifferentiateProbe } from '../../stages/plan.js';
import type { ArgumentShape } from '../../protocol/worker.js';
import type { ExampleSet } from '../../stages/resolved.js';
import { rowsOf, spreadRows } from '../../tensor/rows.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { TensorData } from '../../tensor/tensor.js';
import { formOf } from '../../checks/asking/function-calls.js';
import { shapedFor } from '../../checks/asking/shaped.js';

type ModelGradientCheck = CheckOf<'model-gradient'>;

export function differentiateProbeId({ id }: ModelGradientCheck): string {
  return `${id}@reference`;
}

/** The call, and the same call again. */
export function ownGradientProbeIds({ id, target }: ModelGradientCheck): readonly [string, string] {
  return [`${target}@${id}#0`, `${target}@${id}#1`];
}

export interface ModelGradientProbes {
  readonly reference: DifferentiateProbe;
  readonly calls: readonly CallProbe[];
}

/** Names and sizes of the weights are filled in after the model's files have been read. */
export function modelGradientProbes(
  check: ModelGradientCheck,
  target: TargetOf<'function'>,
  model: TargetOf<'model'>,
  set: ExampleSet,
): ModelGradientProbes {
  const rows = spreadRows(set.labels.length, check.examples);
  const input = shapedFor(model, rowsOf(set.examples, rows));
  const values = Int32Array.from(rows, (row) => set.labels[row] ?? NaN);
  const label: TensorData = { dtype: 'int32', shape: [rows.length], values };
  const reference: DifferentiateProbe = {
    kind: 'differentiate',
    id: differentiateProbeId(check),
    target: check.model,
    loss: check.loss,
    input,
    ...scalingIn(set),
    label,
    weights: [],
    mostValues: 0,
  };
  const x: TensorData = {
    dtype: 'float32',
    shape: input.shape,
    values: scale(input.values, 0, input.values.length, set),
  };
  const calls = ownGradientProbeIds(check).map((id): CallProbe => ({
    kind: 'call',
    id,
    target: check.target,
    export: target.export,
    arguments: target.arguments.map((name) => argumentNamed(name, model.path)),
    ...formOf(target),
    returns: { kind: 'record', keys: [] },
    inputs: { x, label },
    mostValues: 0,
    ...(check.by === 'hand' ? { watched: true } : {}),
    gradientsOf: model.path,
  }));
  return { reference, calls };
}

function argumentNamed(name: TargetOf<'function'>['arguments'][number], path: string): ArgumentShape {
  if (name === 'weights') return { weightsOf: path };
  if (typeof name === 'string') return { tensor: name };
  throw new Error('an argument that the rules of the rubric do not let pass');
}
