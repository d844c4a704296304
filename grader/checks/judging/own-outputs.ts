/**
 * Follow-through marks of the forward and gradient checks: finds what the student's functions returned at each sample,
 * and holds each wrong output against what follows from it. A gradient check also uses the values that the forward
 * checks of the same network observed at the same samples. Does not give points.
 */
import { gradientsOf } from '../../numerics/gradients.js';
import { infinityNorm } from '../../numerics/closeness.js';
import { valuesOf, type Values } from '../../numerics/network.js';
import { OwnValues, type OwnPoint, type OwnVerdict } from '../../numerics/following/own-values.js';
import { keyOf, type StepName } from '../../numerics/following/recomputation.js';
import { compareTensors } from '../../numerics/compare.js';
import { align } from '../../numerics/shapes.js';
import type { CheckOf } from '../../schema/checks.js';
import type { Network } from '../../schema/network.js';
import type { ReferenceSample, ResolvedRubric } from '../../stages/resolved.js';
import { float64, type TensorData } from '../../tensor/tensor.js';
import { callsOf } from '../asking/calls.js';
import { networkOf } from '../asking/targets.js';
import type { CallResult } from './calls.js';
import type { Seen } from './judge.js';

type ComparisonCheck = CheckOf<'forward' | 'gradient'>;
type Quantity = StepName['kind'];

/** One sample with what came of the step of each key; null where nothing came that fits. */
interface Gathered {
  readonly sample: ReferenceSample;
  readonly truths: Readonly<Record<Quantity, Values>>;
  readonly answers: ReadonlyMap<string, TensorData>;
}

/** The verdict on an output of a check, by the tensor of the network that it is to be. Nothing follows from itself. */
export function followThrough(
  check: ComparisonCheck,
  firsts: readonly CallResult[],
  seen: Seen,
  rubric: ResolvedRubric,
): (of: string) => OwnVerdict {
  const network = networkOf(check.network, rubric);
  const kind: Quantity = check.kind === 'gradient' ? 'gradient' : 'value';
  const gathered = firsts.map((result) => gather(check, kind, result, network, seen, rubric));
  const [first, ...others] = gathered;
  const keys = [...(first?.answers.keys() ?? [])].filter((key) => others.every(({ answers }) => answers.has(key)));
  const truths = gathered.flatMap((one) => Object.values(one.truths[kind]));
  const wrong = keys.filter((key) => gathered.some((one) => isWrongAt(one, key)));
  const own = new OwnValues(
    gathered.map((one) => pointOf(network, one, keys)),
    new Set(wrong),
    Math.max(0, ...truths.map(infinityNorm)),
  );
  return (of) => (wrong.includes(keyOf({ kind, of })) ? own.judge({ kind, of }) : null);
}

function pointOf(network: Network, { sample, truths, answers }: Gathered, keys: readonly string[]): OwnPoint {
  const kept = new Map([...answers].filter(([key]) => keys.includes(key)));
  return {
    network,
    given: sample.values,
    values: truths.value,
    gradients: truths.gradient,
    answers: kept,
    isGeneric: sample.seed !== null,
  };
}

function isWrongAt({ truths, answers }: Gathered, key: string): boolean {
  const [kind, of = ''] = key.split(' ');
  const all = truths[kind === 'value' ? 'value' : 'gradient'];
  const [answer, reference] = [answers.get(key), all[of]];
  if (answer === undefined || reference === undefined) return false;
  const largest = Math.max(...Object.values(all).map(infinityNorm));
  const { verdict } = compareTensors({ form: 'tensor', data: answer }, { reference, largest });
  return verdict !== 'match' && verdict !== 'undecided';
}

function gather(
  check: ComparisonCheck,
  kind: Quantity,
  result: CallResult,
  network: Network,
  seen: Seen,
  rubric: ResolvedRubric,
): Gathered {
  const { sample } = result.call;
  const truths = {
    value: valuesOf(network, sample.values),
    gradient: gradientsOf(network, sample.values).gradients,
  };
  const own = answersOf(check, kind, result, truths[kind]);
  const values = kind === 'value' ? [] : valuesElsewhere(check, sample, seen, rubric, truths.value);
  return { sample, truths, answers: new Map([...values, ...own]) };
}

/** The values of the forward pass that other checks observed at a sample. */
function valuesElsewhere(
  check: ComparisonCheck,
  sample: ReferenceSample,
  seen: Seen,
  rubric: ResolvedRubric,
  truths: Values,
): readonly [string, TensorData][] {
  return rubric.rubric.checks.flatMap((other) => {
    if (other.kind !== 'forward' || other.network !== check.network) return [];
    const call = callsOf(other, rubric).find((one) => !one.repeat && one.sample === sample);
    const outcome = call === undefined ? undefined : seen.outcomes.get(call.id);
    if (call === undefined || outcome === undefined) return [];
    return answersOf(other, 'value', { call, outcome }, truths);
  });
}

function answersOf(
  { outputs }: ComparisonCheck,
  kind: Quantity,
  { outcome }: CallResult,
  truths: Values,
): [string, TensorData][] {
  if (outcome.status === 'failed') return [];
  return outputs.flatMap(({ name, of }): [string, TensorData][] => {
    const output = Object.hasOwn(outcome.returned.outputs, name) ? outcome.returned.outputs[name] : undefined;
    const truth = truths[of];
    if (output?.kind !== 'numbers' || truth === undefined) return [];
    const aligned = align(output, truth);
    if (aligned.kind === 'other' || !Array.from(aligned.values).every((value) => Number.isFinite(value))) return [];
    return [[keyOf({ kind, of }), float64(truth.shape, aligned.values)]];
  });
}
