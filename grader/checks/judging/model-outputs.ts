/** The outputs of an exported model for a data set, or the judgement if there are none that can be used. */
import { predictProbeId } from '../asking/predictions.js';
import { modelTarget } from '../asking/targets.js';
import type { TargetOf } from '../../schema/rubric.js';
import type { ProbeOutcome, TrustFinding } from '../../stages/observation.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import type { TensorData } from '../../tensor/tensor.js';
import { fileOfModel, refusalToRun } from './admitted.js';
import { failWith } from './failure.js';
import type { Judgement, Seen } from './judge.js';

export type ModelOutputs =
  | {
      readonly ok: true;
      readonly target: TargetOf<'model'>;
      /** [rows, one of the widths of the target] */
      readonly outputs: TensorData;
      readonly trust: readonly TrustFinding[];
    }
  | Refused;

type Refused = { readonly ok: false; readonly judgement: Judgement };

export type ModelAnswer =
  | {
      readonly ok: true;
      readonly target: TargetOf<'model'>;
      /** The file in which the model was handed in. */
      readonly path: string;
      readonly outcome: Extract<ProbeOutcome, { status: 'returned' }>;
    }
  | Refused;

export interface AskedModel {
  readonly target: string;
  readonly data: string;
  readonly rows: number;
  /** Absent where outputs are numbers to predict. */
  readonly classes?: number;
}

/** Relies on the plan: throws if the model was not asked. */
export function modelOutputs(asked: AskedModel, seen: Seen, rubric: ResolvedRubric): ModelOutputs {
  const answered = modelAnswer({ ...asked, probe: predictProbeId(asked.target, asked.data) }, seen, rubric);
  if (!answered.ok) return answered;
  const { target, path, outcome } = answered;
  const output = outcome.returned.outputs['value'];
  if (output?.kind !== 'numbers') return refuse(`${path} gave ${output?.found ?? 'nothing'}, expected numbers`);
  const problem = shapeProblemOf(output.data, asked, { ...target, path });
  return problem === null ? { ok: true, target, outputs: output.data, trust: outcome.trust ?? [] } : refuse(problem);
}

/** Its answer to a probe, of whatever form, or the judgement if there is none. */
export function modelAnswer(
  { target: name, data, probe }: Pick<AskedModel, 'target' | 'data'> & { readonly probe: string },
  seen: Seen,
  rubric: ResolvedRubric,
): ModelAnswer {
  const target = modelTarget(name, rubric);
  const admission = seen.models.get(target.path);
  const refused = refusalToRun(admission, target);
  if (refused !== null) return { ok: false, judgement: failWith(refused) };
  const outcome = seen.outcomes.get(probe);
  if (outcome === undefined) throw new Error(`${name} was not asked for its outputs on ${data}`);
  if (outcome.status === 'failed') return { ok: false, judgement: failWith(outcome.error) };
  return { ok: true, target, path: fileOfModel(target, admission), outcome };
}

function refuse(message: string): Refused {
  return { ok: false, judgement: failWith({ code: 'RUNTIME_ERROR', message }) };
}

function shapeProblemOf(
  { shape }: TensorData,
  { rows, classes }: AskedModel,
  { outputs, path }: TargetOf<'model'>,
): string | null {
  const [count, width] = shape;
  if (shape.length === 2 && count === rows && width !== undefined && outputs.includes(width)) return null;
  const expected = outputs.map((side) => `[${String(rows)}, ${String(side)}]`).join(' or ');
  const isOneMore = classes !== undefined && width === classes + 1;
  const from = isOneMore ? ': do its labels count from 1, so that class 0 is never used?' : '';
  return `${path} gave outputs of shape [${shape.join(', ')}], expected ${expected}${from}`;
}
