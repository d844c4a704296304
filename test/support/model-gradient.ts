/** A model-gradient check of two small weights, and its judgement of given gradients of worker and student. */
import { judgeModelGradient } from '../../grader/kinds/model-gradient/judge.js';
import type { Judgement } from '../../grader/checks/judging/judge.js';
import { differentiateProbeId, ownGradientProbeIds } from '../../grader/kinds/model-gradient/probes.js';
import type { CheckOf } from '../../grader/schema/checks.js';
import type { ProbeOutcome } from '../../grader/stages/observation.js';
import type { ModelAdmission } from '../../grader/stages/submission.js';
import { makeResolvedRubric } from './resolved-rubric.js';

export type Gradients = Readonly<Record<string, readonly number[]>>;

export const CHECK: CheckOf<'model-gradient'> = {
  kind: 'model-gradient',
  id: 'g',
  title: 'Gradients',
  points: 6,
  target: 'answer',
  model: 'model',
  loss: 'half-squared-error',
  data: 'valid',
  examples: 4,
};
export const ADMITTED: ModelAdmission = {
  status: 'admitted',
  facts: { format: 'layers-model', parameters: 4, fileBytes: 1, layers: [], inputShape: [2], weights: [] },
};

export function returned(gradients: Gradients): ProbeOutcome {
  const outputs = Object.entries(gradients).map(([name, values]) => [
    name,
    {
      kind: 'numbers',
      form: 'tensor',
      data: { dtype: 'float32', shape: [values.length], values: Float32Array.from(values) },
    },
  ]);
  const record = Object.fromEntries(outputs) as Extract<ProbeOutcome, { status: 'returned' }>['returned']['outputs'];
  return { status: 'returned', returned: { outputs: record, keys: Object.keys(gradients), inputsAfter: {} } };
}

export interface Given {
  readonly check?: Partial<typeof CHECK>;
  readonly model?: ModelAdmission;
  readonly reference?: ProbeOutcome;
  readonly first?: ProbeOutcome;
  readonly again?: ProbeOutcome;
}

/** What these outcomes are judged to be; what is not given is right, with gradients of 1 and 2. */
export function judgeOutcomes({ check = {}, model = ADMITTED, ...outcomes }: Given): Judgement {
  const { reference = returned({ a: [1, 2] }), first = reference, again = first } = outcomes;
  const whole = { ...CHECK, ...check };
  const [one, other] = ownGradientProbeIds(whole);
  const seen = {
    files: [],
    documents: new Map(),
    models: new Map([['model/model.json', model]]),
    dataSets: new Map(),
    outcomes: new Map([
      [differentiateProbeId(whole), reference],
      [one, first],
      [other, again],
    ]),
  };
  return judgeModelGradient(whole, seen, makeResolvedRubric([whole]));
}

/** The student's gradients, given twice, beside those of the reference. */
export function judgeGradients(reference: Gradients, own: Gradients): Judgement {
  return judgeOutcomes({ reference: returned(reference), first: returned(own) });
}
