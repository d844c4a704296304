/**
 * Judges how many operations a function needs, where what it returns is right in every one of the counted calls. The count
 * is a claim of the worker and a lower bound: what computed without being counted passes nothing, and neither does a
 * function that computed nothing.
 */
import { findFailure, type CallResult } from '../../checks/judging/calls.js';
import { graphOf, inputsOf, isWrong, withBeside } from '../../checks/judging/beside.js';
import type { Judge, Judgement, Seen } from '../../checks/judging/judge.js';
import { creditOf, judgeOutput, type JudgedOutput } from '../../checks/judging/outputs.js';
import { gradientsAt, valuesAt } from '../../checks/judging/truths.js';
import { networkOf } from '../../checks/asking/targets.js';
import type { Work } from '../../protocol/work.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { Evidence } from '../../schema/report.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import { countedCallsOf, type CountedCall } from './calls.js';
import { countOf, type CountEvidence } from './counts.js';
import { judgeBound, judgeGrowth, type Judged } from './requirements.js';
import type { OperationsCheck } from './schema.js';

type Result = CallResult & { readonly call: CountedCall };

export const judgeOperations: Judge<'operations'> = (check, seen, rubric) => {
  const results = resultsOf(check, seen, rubric);
  return judgeOutputs(check, results, rubric) ?? judgeCounts(check, results, rubric);
};

function resultsOf(check: OperationsCheck, seen: Seen, rubric: ResolvedRubric): readonly Result[] {
  return countedCallsOf(check, rubric).map((call) => {
    const outcome = seen.outcomes.get(call.id);
    if (outcome === undefined) throw new Error(`probe ${call.id} has no outcome`);
    return { call, outcome };
  });
}

/** The judgement of a function that does not return what is right; null if all is right. */
function judgeOutputs(check: OperationsCheck, results: readonly Result[], rubric: ResolvedRubric): Judgement | null {
  const network = networkOf(check.network, rubric);
  const truthAt = check.quantity === 'gradient' ? gradientsAt : valuesAt;
  const truths = results.map(({ call }) => truthAt(network, call.sample));
  const judged = check.outputs.map((output) => ({
    ...output,
    judged: judgeOutput({ name: output.name, of: output.of }, results, truths),
  }));
  const wrong = judged.filter((output) => creditOf(output.judged.verdict, 'full') === 0);
  const [first] = wrong;
  if (first === undefined) return null;
  const failure = findFailure(results);
  const samples = results.map(({ call }) => call.sample);
  const share = check.points / wrong.length;
  const outputs = withBeside(
    judged.map((output) => ({
      output: evidenceOf(output, check.quantity, wrong.includes(output) ? share : 0),
      plainest: output.judged.plainest,
    })),
    samples.map(({ id }) => id),
  );
  const { hint } = first.judged;
  return {
    earned: 0,
    summary:
      failure?.sentence ?? `${first.name} ${first.judged.sentence}: operations count only where the result is right`,
    evidence: {
      type: 'comparison',
      outputs,
      samples: samples.map(({ id, seed, values }) => ({ id, seed, ...inputsOf(id, values, outputs) })),
      ...(isWrong(first.judged) ? { firstWrong: first.name } : {}),
      graph: graphOf(network),
      calls: results.length,
      ...(failure === null ? {} : { error: failure.error }),
    },
    ...(hint === null ? {} : { hint }),
  };
}

function evidenceOf(
  { name, of, judged }: { readonly name: string; readonly of: string; readonly judged: JudgedOutput },
  quantity: OperationsCheck['quantity'],
  possible: number,
): OutputEvidence {
  const { verdict, error, sentence, notes } = judged;
  return { name, tensor: { of, quantity }, verdict, error, earned: 0, possible, sentence, notes: [...notes] };
}

function judgeCounts(check: OperationsCheck, results: readonly Result[], rubric: ResolvedRubric): Judgement {
  const bySet = new Map<string, CountEvidence[]>();
  for (const { call, outcome } of results) {
    if (outcome.status !== 'returned') throw new Error('a call that failed has no outputs');
    // a worker that was tampered with may say nothing
    const { work = NOTHING } = outcome.returned;
    bySet.set(call.set, [...(bySet.get(call.set) ?? []), countOf(call.sample.id, work)]);
  }
  const { bound, growth } = check;
  const judged: readonly Judged[] = [
    ...(bound === undefined ? [] : [judgeBound(bound, bySet)]),
    ...(growth === undefined ? [] : [judgeGrowth(growth, bySet, rubric)]),
  ];
  const met = judged.filter(({ ok }) => ok).length;
  const evidence: Evidence = {
    type: 'operations',
    counts: [...bySet.values()].flat(),
    ...judged.reduce<Judged['evidence']>((all, one) => ({ ...all, ...one.evidence }), {}),
  };
  const remarks = judged.flatMap(({ review }) => review ?? []);
  const sentences = judged.filter(({ ok }) => met === judged.length || !ok).map(({ sentence }) => sentence);
  return {
    earned: (check.points * met) / judged.length,
    summary: sentences.join('; '),
    evidence,
    ...(met === judged.length ? {} : { hint: HINT }),
    ...(remarks.length === 0 ? {} : { review: remarks.join('; ') }),
  };
}

const NOTHING: Work = { kernels: {}, own: {}, onIndices: 0, unknown: [], escapes: [] };

const HINT =
  'In which order are the matrices multiplied, and would another order keep a vector where there is a matrix now?';
