/**
 * Compares the student's hand-written gradients with automatic differentiation of their own exported model. Each weight
 * has an equal share; a weight whose gradient is so small that zeros would be accepted has none, and the others share
 * its points. The model is differentiated in a worker without student code.
 */
import { infinityNorm } from '../../numerics/closeness.js';
import { compareTensors, type Comparison } from '../../numerics/compare.js';
import { differentiateProbeId, ownGradientProbeIds } from './probes.js';
import { modelTarget } from '../../checks/asking/targets.js';
import type { CheckOf } from '../../schema/checks.js';
import type { ProbeOutcome } from '../../stages/observation.js';
import type { ObservedOutput, Returned } from '../../protocol/worker.js';
import type { OutputEvidence, StudentErrorReport } from '../../schema/evidence.js';
import { float64, type TensorData } from '../../tensor/tensor.js';
import { refusalToRun } from '../../checks/judging/admitted.js';
import { byHandOnly } from '../../checks/judging/by-hand.js';
import { failWith } from '../../checks/judging/failure.js';
import { isWrong, withBeside, type Plainest, type Shown } from '../../checks/judging/beside.js';
import type { Judge, Judgement, Seen } from '../../checks/judging/judge.js';
import { creditOf, unusableSentence } from '../../checks/judging/outputs.js';

type Check = CheckOf<'model-gradient'>;

/** The most returned keys that are listed for each missing weight. */
const MOST_KEYS = 8;

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
  const judged = judgeWeights({ check, modelPath: model.path }, reference.returned, first.returned, again.returned);
  return byHandOnly(check.by, [first, again], judged);
};

function outcomeOf(seen: Seen, id: string): ProbeOutcome {
  const outcome = seen.outcomes.get(id);
  if (outcome === undefined) throw new Error(`probe ${id} has no outcome`);
  return outcome;
}

interface Judging {
  readonly check: Check;
  readonly modelPath: string;
}

function judgeWeights({ check, modelPath }: Judging, reference: Returned, own: Returned, again: Returned): Judgement {
  const truths = Object.entries(reference.outputs).flatMap(([name, output]): [string, TensorData][] =>
    output.kind === 'numbers' ? [[name, float64(output.data.shape, output.data.values)]] : [],
  );
  if (truths.length === 0) {
    return failWith({ code: 'RUNTIME_ERROR', message: `${modelPath} has no weights to take gradients of` });
  }
  // a model may have more weights than a function takes arguments
  const largest = truths.reduce((most, [, truth]) => Math.max(most, infinityNorm(truth)), 0);
  const zeroPasses = new Set(truths.filter(([, truth]) => isZeroEnough(truth, largest)).map(([name]) => name));
  if (zeroPasses.size === truths.length) return failWith(nothingToJudge(modelPath));
  const possible = check.points / (truths.length - zeroPasses.size);
  const sample = `${check.data} x ${String(check.examples)}`;
  const shown = truths.map(([name, truth]): Shown => {
    if (zeroPasses.has(name)) return { output: notAssessable(name), plainest: null };
    const { verdict, error, sentence, notes } = judgeWeight(name, truth, largest, own);
    const changes = !isSame(own.outputs[name], again.outputs[name]);
    const credit = changes ? 0 : creditOf(verdict, check.undecided ?? 'full');
    const why = changes ? 'is another one when the function is called again: it keeps state' : sentence;
    const output: OutputEvidence = {
      name,
      tensor: { of: name, quantity: 'gradient' },
      verdict: changes ? 'impure' : verdict,
      error,
      earned: possible * credit,
      possible,
      sentence: why,
      notes: [...notes],
    };
    return { output, plainest: plainestOf(name, truth, own) };
  });
  const outputs = withBeside(shown, [sample]);
  const wrong = outputs.find(isWrong);
  const lastWrong = [...outputs].reverse().find(isWrong);
  const undecided = outputs.filter(({ verdict }) => verdict === 'undecided').map(({ name }) => name);
  return {
    earned: outputs.reduce((sum, { earned }) => sum + earned, 0),
    summary: wrong === undefined ? rightFor(zeroPasses.size) : `${wrong.name} ${wrong.sentence}`,
    evidence: {
      type: 'comparison',
      outputs,
      samples: [{ id: sample, seed: null }],
      // weights are in the order of the model, so the last one is nearest to the loss
      ...(lastWrong === undefined ? {} : { firstWrong: lastWrong.name }),
      calls: 2,
    },
    ...(undecided.length > 0 ? { review: `imprecise: ${undecided.join(', ')}` } : {}),
  };
}

function rightFor(skipped: number): string {
  if (skipped === 0) return 'right for every weight of the model';
  const others = `${String(skipped)} ${skipped === 1 ? 'has a gradient' : 'have gradients'} of zero on these examples`;
  return `right for every weight of the model that can be assessed; ${others}`;
}

/** Whether zeros, which need no backward pass, would be accepted. */
function isZeroEnough(reference: TensorData, largest: number): boolean {
  const data = float64(reference.shape, new Float64Array(reference.values.length));
  return creditOf(compareTensors({ form: 'tensor', data }, { reference, largest }).verdict, 'full') > 0;
}

function notAssessable(name: string): OutputEvidence {
  const sentence = 'cannot be assessed: the right gradient is zero on these examples, or too small beside the others';
  return { name, verdict: 'not-assessable', error: null, earned: 0, possible: 0, sentence, notes: [] };
}

function nothingToJudge(path: string): StudentErrorReport {
  const message =
    `${path} gives gradients of zero for every weight on these examples, so a backward pass cannot be assessed on it: ` +
    'train a model whose units are not all dead or saturated, and export it again';
  return { code: 'MODEL_REJECTED', message };
}

function plainestOf(name: string, expected: TensorData, own: Returned): Plainest {
  const output = Object.hasOwn(own.outputs, name) ? own.outputs[name] : undefined;
  return { place: 0, got: output?.kind === 'numbers' ? output : null, expected };
}

type Judged = Pick<Comparison, 'error' | 'sentence' | 'notes'> & { readonly verdict: OutputEvidence['verdict'] };

function judgeWeight(name: string, reference: TensorData, largest: number, own: Returned): Judged {
  const output = Object.hasOwn(own.outputs, name) ? own.outputs[name] : undefined;
  if (output === undefined) {
    const there = own.keys.length === 0 ? 'nothing' : own.keys.slice(0, MOST_KEYS).join(', ');
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
