/** Typed answers, graded step by step with follow-through marks. */
import { Chain, keyOf, type StepName, type StepVerdict } from '../numerics/follow-through.js';
import { productCost, productCostWithMask } from '../numerics/product-cost.js';
import type { CheckOf, Step } from '../schema/checks.js';
import type { OutputEvidence } from '../schema/report.js';
import type { ResolvedRubric } from '../schema/resolved.js';
import { fromNested, type TensorData } from '../schema/tensor.js';
import { answerAt, parseAnswers } from './answers.js';
import { networkOf } from './comparison.js';
import { failWith } from './failure.js';
import type { Judge } from './judge.js';

interface Marked {
  readonly verdict: OutputEvidence['verdict'];
  /** Share of the step's points. */
  readonly credit: number;
  readonly sentence: string;
  readonly notes?: readonly string[];
}

export const judgeSteps: Judge<'steps'> = (check, seen, rubric) => {
  const answers = parseAnswers(check.file, seen.documents.get(check.file));
  if (!answers.ok) return failWith(answers.error);
  const chain = chainOf(check, answers.value, rubric);
  const outputs = check.steps.map((step): OutputEvidence => {
    const marked = markStep(step, answers.value, chain);
    const { verdict, sentence, notes = [] } = marked;
    const earned = step.points * marked.credit;
    return { name: step.path, verdict, error: null, earned, possible: step.points, sentence, notes: [...notes] };
  });
  const first = outputs.find(({ earned, possible }) => earned < possible);
  const followed = outputs.filter(({ verdict }) => verdict === 'followed-through').length;
  const carried = followed > 0 ? `; ${String(followed)} later steps follow from it and count` : '';
  return {
    earned: outputs.reduce((sum, { earned }) => sum + earned, 0),
    summary: first === undefined ? 'all steps right' : `${first.name} ${first.sentence}${carried}`,
    evidence: { type: 'comparison', outputs, points: [{ id: check.at, seed: null }], calls: 0 },
  };
};

function chainOf(check: CheckOf<'steps'>, value: unknown, rubric: ResolvedRubric): Chain {
  const given = rubric.pointSets.get(check.at)?.[0]?.values;
  if (given === undefined) throw new Error(`no point in ${check.at}`);
  const usable = check.steps.flatMap((step): [string, TensorData][] => {
    const name = nameOf(step);
    const answer = answerAt(value, step.path);
    return name !== null && answer.kind === 'numbers' ? [[keyOf(name), answer.tensor]] : [];
  });
  return new Chain(networkOf(check.network, rubric), given, new Map(usable));
}

function nameOf(step: Step): StepName | null {
  if (step.value !== undefined) return { kind: 'value', of: step.value };
  return step.gradient === undefined ? null : { kind: 'gradient', of: step.gradient };
}

function markStep(step: Step, value: unknown, chain: Chain): Marked {
  const answer = answerAt(value, step.path);
  if (answer.kind === 'missing') return { verdict: 'missing', credit: 0, sentence: 'is missing' };
  if (answer.kind === 'malformed')
    return { verdict: 'unusable', credit: 0, sentence: `cannot be read: ${answer.sentence}` };
  const { tensor } = answer;
  const accepted = step.accept?.find(({ equals }) => isSame(equals, tensor));
  if (accepted) return { verdict: 'match', credit: 1, sentence: 'accepted', notes: [accepted.note] };
  if (step.cost !== undefined) return markCost(step.cost, tensor);
  const name = nameOf(step);
  if (name === null) throw new Error(`step ${step.path} asks for nothing`);
  return markVerdict(chain.judge(name, tensor));
}

function isSame(equals: unknown, tensor: TensorData): boolean {
  const parsed = fromNested(equals);
  if (!parsed.ok || parsed.tensor.values.length !== tensor.values.length) return false;
  return [...parsed.tensor.values].every((value, index) => value === tensor.values[index]);
}

function markVerdict(judged: StepVerdict): Marked {
  switch (judged.verdict) {
    case 'right': {
      const inconsistent = 'right, but it does not follow from your own earlier answer';
      const notes = [...(judged.consistent ? [] : [inconsistent]), ...(judged.note === null ? [] : [judged.note])];
      return { verdict: 'match', credit: 1, sentence: 'right', notes };
    }
    case 'followed-through':
      return { verdict: 'followed-through', credit: 1, sentence: 'follows rightly from your own earlier answer' };
    case 'trivial':
      return {
        verdict: 'not-assessable',
        credit: 0.5,
        sentence:
          'follows from your own earlier answer, in which every relu is on: the mask cannot be seen, so half counts',
      };
    case 'degenerate':
      return {
        verdict: 'not-assessable',
        credit: 0,
        sentence: 'follows from your own earlier answer, but all of it is zero: nothing can be seen of the step',
      };
    case 'slip':
      return { verdict: 'slip', credit: 0, sentence: judged.sentence };
    case 'wrong':
      return { verdict: 'different', credit: 0, sentence: judged.sentence };
    case 'non-finite':
    case 'wrong-shape':
    case 'transposed':
      return { verdict: judged.verdict, credit: 0, sentence: judged.sentence };
  }
}

/** Operation counts: the product's cost, and in reverse order also the cheaper one with a relu as a mask. */
function markCost(cost: NonNullable<Step['cost']>, tensor: TensorData): Marked {
  const answer = tensor.values.length === 1 ? tensor.values[0] : undefined;
  if (answer === undefined) return { verdict: 'wrong-shape', credit: 0, sentence: 'is not a single number' };
  if (answer === productCost(cost.factors, cost.order)) return { verdict: 'match', credit: 1, sentence: 'right' };
  const masked =
    cost.order === 'reverse' ? cost.factors.map((_factor, place) => productCostWithMask(cost.factors, place)) : [];
  if (masked.includes(answer)) {
    const note = 'counted with the relu as a mask instead of a diagonal matrix';
    return { verdict: 'match', credit: 1, sentence: 'right', notes: [note] };
  }
  return {
    verdict: 'different',
    credit: 0,
    sentence: 'is not the number of operations: a product of k x l and l x m costs km(2l-1)',
  };
}
