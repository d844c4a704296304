/** Compares the student's own loss function with the reference at seeded samples. */
import { VALUE_OUTPUT } from '../../protocol/worker.js';
import { lossNodeOf, evaluate } from '../../numerics/network.js';
import type { CheckOf } from '../../schema/checks.js';
import type { Network } from '../../schema/network.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { ReferenceSample } from '../../stages/resolved.js';
import {
  findFailure,
  findImpurity,
  namedIn,
  resultsOf,
  type CallResult,
  type Impurity,
} from '../../checks/judging/calls.js';
import { graphOf, inputsOf, isWrong, withBeside } from '../../checks/judging/beside.js';
import { networkOf } from '../../checks/asking/targets.js';
import type { Judge } from '../../checks/judging/judge.js';
import { creditOf, judgeOutput, type JudgedOutput, type Truth } from '../../checks/judging/outputs.js';

/** The share of the points if the loss is right but inputs are changed or state is kept. */
const IMPURE_CREDIT = 0.5;

export const judgeLoss: Judge<'loss'> = (check, seen, rubric) => {
  const network = networkOf(check.network, rubric);
  const of = lossNodeOf(network).name;
  const results = resultsOf(check, seen, rubric);
  const firsts = results.filter(({ call }) => !call.repeat);
  const truths = firsts.map(({ call }) => truthAt(network, call.sample));
  const relative = judgeOutput({ name: VALUE_OUTPUT, of }, firsts, truths);
  const judged = check.within === undefined ? relative : judgeWithin(check.within, relative, firsts, truths);
  const rightAt = (call: CallResult['call']) => truths[firsts.findIndex((one) => one.call.sample === call.sample)];
  const impurity = findImpurity(results, (_value, call) => rightAt(call)?.right[of]);
  const failure = findFailure(results);
  const credit = creditOf(judged.verdict, 'full') * (impurity === null ? 1 : IMPURE_CREDIT);
  const samples = firsts.map(({ call }) => call.sample);
  const outputs = withBeside(
    [{ output: evidenceOf(check, of, judged, { credit, impurity }), plainest: judged.plainest }],
    samples.map(({ id }) => id),
  );
  return {
    earned: check.points * credit,
    summary: failure?.sentence ?? summaryOf(judged, impurity),
    evidence: {
      type: 'comparison',
      outputs,
      samples: samples.map(({ id, seed, values }) => ({ id, seed, ...inputsOf(id, values, outputs) })),
      ...(isWrong(judged) ? { firstWrong: LOSS } : {}),
      graph: graphOf(network),
      calls: results.length,
      ...(failure === null ? {} : { error: failure.error }),
    },
    ...hintFor(judged, impurity),
    ...(judged.verdict === 'undecided' ? { review: 'the loss is imprecise' } : {}),
  };
};

function summaryOf({ verdict, sentence, notes }: JudgedOutput, impurity: Impurity | null): string {
  if (verdict !== 'match' && verdict !== 'undecided') return `the loss ${sentence}`;
  const right = verdict === 'match' ? 'right at all samples' : `the loss is ${sentence}`;
  if (impurity !== null) return `${right}, but the function ${impurity.sentence}: half counts`;
  return [right, ...notes].join('; ');
}

function hintFor({ hint, verdict }: JudgedOutput, impurity: Impurity | null): { hint?: string } {
  const isRight = verdict === 'match' || verdict === 'undecided';
  const found = hint ?? (isRight ? impurity?.mistake.hint : null);
  return found === null || found === undefined ? {} : { hint: found };
}

/** The name of the only output in a report. */
const LOSS = 'loss';

interface Found {
  readonly credit: number;
  readonly impurity: Impurity | null;
}

function evidenceOf(
  check: CheckOf<'loss'>,
  of: string,
  judged: JudgedOutput,
  { credit, impurity }: Found,
): OutputEvidence {
  const { verdict, error, sentence, notes } = judged;
  const mistakes = [...(judged.mistakes ?? []), ...(namedIn(impurity).mistakes ?? [])];
  const earned = check.points * credit;
  const tensor = { of, quantity: 'value' } as const;
  return {
    name: LOSS,
    tensor,
    verdict,
    error,
    earned,
    possible: check.points,
    sentence,
    notes: [...notes],
    ...(mistakes.length === 0 ? {} : { mistakes }),
  };
}

function truthAt(network: Network, sample: ReferenceSample): Truth {
  const { values, scale } = evaluate(network, sample.values);
  const loss = lossNodeOf(network).name;
  const right = values[loss] === undefined ? {} : { [loss]: values[loss] };
  return {
    right,
    scale,
    directions: [],
    point: { network, given: sample.values, right, of: 'values', isGeneric: sample.seed !== null },
  };
}

/** An absolute bound instead of the relative rule, as the original homework's graders had it. */
function judgeWithin(
  within: number,
  judged: JudgedOutput,
  firsts: readonly CallResult[],
  truths: readonly Truth[],
): JudgedOutput {
  if (!['match', 'undecided', 'different', 'scaled'].includes(judged.verdict)) return judged;
  const found = firsts.map(({ outcome }) => {
    const output = outcome.status === 'returned' ? outcome.returned.outputs[VALUE_OUTPUT] : undefined;
    return output?.kind === 'numbers' ? (output.data.values[0] ?? NaN) : NaN;
  });
  const wanted = truths.map(({ right }) => Object.values(right)[0]?.values[0] ?? NaN);
  // the bound may be so wide that a constant is within it at every sample, and a constant is not a loss function
  if (new Set(found).size === 1 && new Set(wanted).size > 1) return judged;
  const isNear = found.every((value, index) => Math.abs(value - (wanted[index] ?? NaN)) < within);
  if (isNear)
    return { ...judged, verdict: 'match', sentence: `within ${String(within)} of the right loss`, hint: null };
  if (judged.verdict !== 'match' && judged.verdict !== 'undecided') return judged;
  return { ...judged, verdict: 'different', sentence: `differs by ${String(within)} or more` };
}
