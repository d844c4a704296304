/** The student's own loss function at seeded points. */
import { lossNodeOf, evaluate } from '../numerics/network.js';
import type { CheckOf } from '../schema/checks.js';
import type { Network } from '../schema/network.js';
import type { OutputEvidence } from '../schema/report.js';
import type { ReferencePoint } from '../schema/resolved.js';
import { firstError, findImpurity, resultsOf, type CallResult } from './calls.js';
import { networkOf } from './comparison.js';
import type { Judge } from './judge.js';
import { creditOf, judgeOutput, type JudgedOutput, type Truth } from './outputs.js';

/** The name under which a returned value is observed. */
const VALUE = 'value';

export const judgeLoss: Judge<'loss'> = (check, seen, rubric) => {
  const network = networkOf(check.network, rubric);
  const results = resultsOf(check, seen, rubric);
  const firsts = results.filter(({ call }) => !call.repeat);
  const loss = lossNodeOf(network).name;
  const judged = judgeOutput(
    VALUE,
    loss,
    firsts,
    firsts.map(({ call }) => truthAt(network, call.point)),
  );
  const decided = check.within === undefined ? judged : judgeWithin(check.within, judged, firsts, network);
  const impurity = findImpurity(results);
  const credit = impurity === null ? creditOf(decided.verdict, 'full') : 0;
  const failure = firstError(results);
  return {
    earned: check.points * credit,
    summary: failure?.error.message ?? (impurity === null ? summaryOf(decided) : `the function ${impurity}`),
    evidence: {
      type: 'comparison',
      outputs: [evidenceOf(check, decided, credit)],
      points: firsts.map(({ call }) => ({ id: call.point.id, seed: call.point.seed })),
      calls: results.length,
      ...(failure === null ? {} : { error: failure.error }),
    },
    ...(decided.hint === null ? {} : { hint: decided.hint }),
    ...(decided.verdict === 'undecided' ? { review: 'the loss is imprecise' } : {}),
  };
};

function summaryOf({ verdict, sentence }: JudgedOutput): string {
  return verdict === 'match' ? 'right at all points' : `the loss ${sentence}`;
}

function evidenceOf(check: CheckOf<'loss'>, judged: JudgedOutput, credit: number): OutputEvidence {
  const { verdict, error, sentence, notes } = judged;
  return {
    name: 'loss',
    verdict,
    error,
    earned: check.points * credit,
    possible: check.points,
    sentence,
    notes: [...notes],
  };
}

function truthAt(network: Network, point: ReferencePoint): Truth {
  const { values, scale } = evaluate(network, point.values);
  const loss = lossNodeOf(network).name;
  const right = values[loss] === undefined ? {} : { [loss]: values[loss] };
  return { right, scale, directions: [], alternatives: { network, given: point.values, right, of: 'values' } };
}

/** The original graders' rule: any absolute difference below a bound is right. */
function judgeWithin(
  within: number,
  judged: JudgedOutput,
  firsts: readonly CallResult[],
  network: Network,
): JudgedOutput {
  if (judged.verdict !== 'different' && judged.verdict !== 'undecided' && judged.verdict !== 'scaled') return judged;
  const near = firsts.every(({ call, outcome }) => {
    if (outcome.status !== 'returned') return false;
    const output = outcome.returned.outputs[VALUE];
    const right = truthAt(network, call.point).right[lossNodeOf(network).name]?.values[0] ?? NaN;
    return output?.kind === 'numbers' && Math.abs((output.data.values[0] ?? NaN) - right) < within;
  });
  return near
    ? { ...judged, verdict: 'match', sentence: `within ${String(within)} of the right loss`, hint: null }
    : judged;
}
