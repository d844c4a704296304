/**
 * The student's hand-written gradients against automatic differentiation of their own exported model. Each trainable
 * weight earns an equal share. The model was differentiated by a worker that ran no student code.
 */
import { infinityNorm } from '../numerics/closeness.js';
import { compareTensors, type Comparison } from '../numerics/compare.js';
import { differentiateProbeId, ownGradientProbeIds } from '../plan/model-gradients.js';
import { modelTarget } from '../plan/plan.js';
import type { CheckOf } from '../schema/checks.js';
import type { ProbeOutcome } from '../schema/observation.js';
import type { ObservedOutput, Returned } from '../schema/protocol.js';
import type { OutputEvidence } from '../schema/report.js';
import { float64, type TensorData } from '../schema/tensor.js';
import { refusalToRun } from './admitted.js';
import { failWith } from './failure.js';
import type { Judge, Judgement, Seen } from './judge.js';
import { creditOf, unusableSentence } from './outputs.js';

type Check = CheckOf<'model-gradient'>;

export const judgeModelGradient: Judge<'model-gradient'> = (check, seen, rubric) => {
  const model = modelTarget(check.model, rubric);
  const refused = refusalToRun(seen.models.get(model.path), model);
  if (refused !== null) return failWith(refused);
  const reference = outcomeOf(seen, differentiateProbeId(check));
  if (reference.status === 'failed') return failWith(reference.error);
  const [first, again] = ownGradientProbeIds(check).map((id) => outcomeOf(seen, id));
  if (first === undefined || again === undefined) throw new Error('the calls were not planned');
  if (first.status === 'failed') return failWith(first.error);
  if (again.status === 'failed') return failWith(again.error);
  return judgeWeights(check, reference.returned, first.returned, again.returned);
};

function outcomeOf(seen: Seen, id: string): ProbeOutcome {
  const outcome = seen.outcomes.get(id);
  if (outcome === undefined) throw new Error(`probe ${id} has no outcome`);
  return outcome;
}

function judgeWeights(check: Check, reference: Returned, own: Returned, again: Returned): Judgement {
  const truths = Object.entries(reference.outputs).flatMap(([name, output]): [string, TensorData][] =>
    output.kind === 'numbers' ? [[name, float64(output.data.shape, output.data.values)]] : [],
  );
  if (truths.length === 0) {
    return failWith({ code: 'RUNTIME_ERROR', message: 'the model has no trainable weights to take gradients of' });
  }
  const largest = Math.max(...truths.map(([, truth]) => infinityNorm(truth)));
  const possible = check.points / truths.length;
  const outputs = truths.map(([name, truth]): OutputEvidence => {
    const { verdict, error, sentence, notes } = judgeWeight(name, truth, largest, own);
    const changes = !isSame(own.outputs[name], again.outputs[name]);
    const credit = changes ? 0 : creditOf(verdict, check.undecided ?? 'full');
    const why = changes ? 'is another one when the function is called again: it keeps state' : sentence;
    return {
      name,
      verdict: changes ? 'impure' : verdict,
      error,
      earned: possible * credit,
      possible,
      sentence: why,
      notes: [...notes],
    };
  });
  const wrong = outputs.find(({ verdict }) => verdict !== 'match' && verdict !== 'undecided');
  const undecided = outputs.filter(({ verdict }) => verdict === 'undecided').map(({ name }) => name);
  return {
    earned: outputs.reduce((sum, { earned }) => sum + earned, 0),
    summary: wrong === undefined ? 'right for every weight of the model' : `${wrong.name} ${wrong.sentence}`,
    evidence: {
      type: 'comparison',
      outputs,
      points: [{ id: `${check.data} x ${String(check.examples)}`, seed: null }],
      calls: 2,
    },
    ...(undecided.length > 0 ? { review: `imprecise: ${undecided.join(', ')}` } : {}),
  };
}

type Judged = Pick<Comparison, 'error' | 'sentence' | 'notes'> & { readonly verdict: OutputEvidence['verdict'] };

function judgeWeight(name: string, reference: TensorData, largest: number, own: Returned): Judged {
  const output = Object.hasOwn(own.outputs, name) ? own.outputs[name] : undefined;
  if (output === undefined) {
    const there = own.keys.length === 0 ? 'nothing' : own.keys.join(', ');
    return { verdict: 'missing', error: null, sentence: `is missing: returned are ${there}`, notes: [] };
  }
  if (output.kind === 'unusable') {
    return { verdict: 'unusable', error: null, sentence: unusableSentence(output.found), notes: [] };
  }
  return compareTensors(output, { reference, largest });
}

function isSame(a: ObservedOutput | undefined, b: ObservedOutput | undefined): boolean {
  if (a?.kind !== 'numbers' || b?.kind !== 'numbers') return a?.kind === b?.kind;
  const [first, second] = [a.data.values, b.data.values];
  return (
    first.length === second.length && first.every((value: number, index: number) => Object.is(value, second[index]))
  );
}
