/**
 * Shared by the forward and gradient checks: outputs by weight, purity, and one sentence that says what to fix first.
 */
import type { StepName } from '../../numerics/following/recomputation.js';
import type { CheckOf } from '../../schema/checks.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { ReferenceSample, ResolvedRubric } from '../../stages/resolved.js';
import type { Network } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import {
  findFailure,
  findImpurity,
  namedIn,
  resultsOf,
  type CallResult,
  type Impurity,
  type RightOf,
} from './calls.js';
import { graphOf, inputsOf, isWrong, withBeside } from './beside.js';
import { networkOf } from '../asking/targets.js';
import type { Judgement, Seen } from './judge.js';
import { areOneNumber, BY_ACCIDENT } from './one-number.js';
import { followed } from './followed.js';
import { followThrough } from './own-outputs.js';
import { creditOf, judgeOutputs, type JudgedOutput, type Truth } from './outputs.js';

type ComparisonCheck = CheckOf<'forward' | 'gradient'>;
type Quantity = NonNullable<OutputEvidence['tensor']>['quantity'];

interface Weighted {
  readonly name: string;
  /** The tensor of the network that it is to be; null for the purity of the function. */
  readonly of: string | null;
  readonly weight: number;
  readonly credit: number;
  readonly judged: JudgedOutput;
}

/** Judges a function check; `truthAt` returns the right tensors at a sample, `order` ranks the outputs to fix first. */
export function judgeComparison(
  check: ComparisonCheck,
  seen: Seen,
  rubric: ResolvedRubric,
  truthAt: (network: Network, sample: ReferenceSample) => Truth,
  order: (network: Network, of: string) => number,
): Judgement {
  const network = networkOf(check.network, rubric);
  const results = resultsOf(check, seen, rubric);
  const firsts = results.filter(({ call }) => !call.repeat);
  const truths = firsts.map(({ call }) => truthAt(network, call.sample));
  const outputs = withoutAccidents(judgeAll(check, firsts, truths, seen, rubric), firsts);
  const impurity = purityOf(outputs, findImpurity(results, rightFrom(check, firsts, truths)), check.purity);
  const all = [...outputs, impurity];
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const earned = all.reduce((sum, { weight, credit }) => sum + (check.points * weight * credit) / total, 0);
  const ranked = inOrder(outputs, (of) => order(network, of));
  const first = [...ranked, impurity].find(({ credit }) => credit < 1);
  const failure = findFailure(results);
  const firstWrong = ranked.find(({ judged }) => isWrong(judged));
  const evidence = withBeside(
    all.map((output) => ({
      output: evidenceOf(output, quantityOf(check), (check.points * output.weight) / total),
      plainest: output.judged.plainest,
    })),
    firsts.map(({ call }) => call.sample.id),
  );
  const hint = first?.judged.hint ?? null;
  const undecided = outputs.filter(({ judged }) => judged.verdict === 'undecided').map(({ name }) => name);
  return {
    earned,
    summary: failure?.sentence ?? summarise(outputs, impurity, first),
    evidence: {
      type: 'comparison',
      outputs: evidence,
      samples: firsts.map(({ call: { sample } }) => ({
        id: sample.id,
        seed: sample.seed,
        ...inputsOf(sample.id, sample.values, evidence),
      })),
      ...(firstWrong === undefined ? {} : { firstWrong: firstWrong.name }),
      graph: graphOf(network),
      calls: results.length,
      ...(failure === null ? {} : { error: failure.error }),
    },
    ...(hint === null ? {} : { hint }),
    ...(undecided.length === 0 ? {} : { review: `imprecise outputs: ${undecided.join(', ')}` }),
  };
}

/** The output to fix first is the first; several of one tensor stay in the order of the rubric. */
function inOrder(outputs: readonly Weighted[], rank: (of: string) => number): readonly Weighted[] {
  return [...outputs].sort((a, b) => rank(a.of ?? '') - rank(b.of ?? ''));
}

function quantityOf({ kind }: ComparisonCheck): Quantity {
  return kind === 'gradient' ? 'gradient' : 'value';
}

function judgeAll(
  check: ComparisonCheck,
  firsts: readonly CallResult[],
  truths: readonly Truth[],
  seen: Seen,
  rubric: ResolvedRubric,
): readonly Weighted[] {
  const judgements = judgeOutputs(check.outputs, firsts, truths);
  // most submissions have nothing wrong, and then nothing has to be recalculated
  let follow: ReturnType<typeof followThrough> | null = null;
  const verdictOn = (of: string) =>
    check['follow-through'] ? (follow ??= followThrough(check, firsts, seen, rubric))(of) : null;
  const kind = quantityOf(check);
  const nameOf = (step: StepName) =>
    (step.kind === kind ? check.outputs.find(({ of }) => of === step.of)?.name : undefined) ?? step.of;
  return check.outputs.flatMap((output, index): Weighted[] => {
    const alone = judgements[index];
    if (alone === undefined) return [];
    const judged = followed(alone, () => verdictOn(output.of), nameOf);
    return [{ ...output, judged, credit: creditOf(judged.verdict, check.undecided ?? 'full') }];
  });
}

/** At a sample of small integers, a function that always returns 1 is right for outputs that happen to be 1. */
function withoutAccidents(outputs: readonly Weighted[], firsts: readonly CallResult[]): readonly Weighted[] {
  if (outputs.every(({ credit }) => credit > 0) || !areOneNumber(tensorsOf(outputs, firsts))) return outputs;
  return outputs.map((output): Weighted => {
    if (output.credit === 0) return output;
    return { ...output, credit: 0, judged: { ...output.judged, verdict: 'not-assessable', sentence: BY_ACCIDENT } };
  });
}

/** All tensors that were returned for these outputs. */
function tensorsOf(outputs: readonly Weighted[], firsts: readonly CallResult[]): TensorData[] {
  return firsts.flatMap(({ outcome }) => {
    if (outcome.status === 'failed') return [];
    return outputs.flatMap(({ name }) => {
      const output = Object.hasOwn(outcome.returned.outputs, name) ? outcome.returned.outputs[name] : undefined;
      return output?.kind === 'numbers' ? [output.data] : [];
    });
  });
}

/** The right value of an output at the sample of a call. */
function rightFrom({ outputs }: ComparisonCheck, firsts: readonly CallResult[], truths: readonly Truth[]): RightOf {
  return (name, { sample }) => {
    const of = outputs.find((output) => output.name === name)?.of;
    return truths[firsts.findIndex(({ call }) => call.sample === sample)]?.right[of ?? ''];
  };
}

/** Unchanged inputs and equal answers earn their weight only if something was right: doing nothing earns nothing. */
function purityOf(outputs: readonly Weighted[], impurity: Impurity | null, weight: number): Weighted {
  const worthy = outputs.some(({ credit }) => credit > 0);
  const sentence =
    impurity?.sentence ?? (worthy ? 'inputs unchanged, same answers when called again' : 'nothing right to repeat');
  const pure = impurity === null && worthy;
  const verdict = pure ? 'match' : impurity === null ? 'not-assessable' : 'impure';
  return {
    name: 'purity',
    of: null,
    weight,
    credit: pure ? 1 : 0,
    judged: {
      ...{ verdict, error: null, sentence, notes: [], plainest: null },
      hint: impurity?.mistake.hint ?? null,
      ...namedIn(impurity),
    },
  };
}

function evidenceOf({ name, of, credit, judged }: Weighted, quantity: Quantity, possible: number): OutputEvidence {
  const { verdict, error, sentence, notes, mistakes } = judged;
  const tensor = of === null ? {} : { tensor: { of, quantity } };
  const named = mistakes === undefined ? {} : { mistakes };
  return {
    name,
    ...tensor,
    verdict,
    error,
    earned: possible * credit,
    possible,
    sentence,
    notes: [...notes],
    ...named,
  };
}

function summarise(outputs: readonly Weighted[], impurity: Weighted, first: Weighted | undefined): string {
  const one = outputs.length === 1 ? outputs[0] : undefined;
  if (first === undefined) {
    return (
      remarkOf(outputs) ?? (one === undefined ? `all ${String(outputs.length)} outputs right` : `${one.name} is right`)
    );
  }
  if (first === impurity) {
    return `${one === undefined ? 'all outputs right' : `${one.name} is right`}, but the function ${impurity.judged.sentence}`;
  }
  const wrong = outputs.filter(({ credit }) => credit < 1).length;
  const following = outputs.filter(({ judged }) => judged.verdict === 'followed-through').length;
  const carried =
    following === 0
      ? ''
      : `; ${String(following)} other ${following > 1 ? 'outputs follow' : 'output follows'} from it and ${following > 1 ? 'count' : 'counts'}`;
  const state = impurity.judged.verdict === 'impure' ? `; the function ${impurity.judged.sentence}` : '';
  const count = wrong > 1 ? ` (${String(wrong)} of ${String(outputs.length)} outputs wrong)` : '';
  return `${first.name} ${first.judged.sentence}${count}${carried}${state}`;
}

/** The first remark on outputs that all count; null if there is none. */
function remarkOf(outputs: readonly Weighted[]): string | null {
  const imprecise = outputs.find(({ judged }) => judged.verdict === 'undecided');
  if (imprecise !== undefined) return `all count, but ${imprecise.name} is ${imprecise.judged.sentence}`;
  const [note] = outputs.flatMap(({ name, judged }) => judged.notes.map((text) => `${name}: ${text}`));
  return note === undefined ? null : `all right; ${note}`;
}
