/** Grades typed answers step by step, with follow-through marks. */
import { Chain, keyOf, type StepName, type StepVerdict } from '../../numerics/following/follow-through.js';
import type { Made } from '../../numerics/mistakes/mistake.js';
import { productCost, productCostWithMask } from '../../numerics/product-cost.js';
import { compareTyped } from '../../numerics/typed.js';
import type { CheckOf } from '../../schema/checks.js';
import type { Step } from './schema.js';
import type { OutputEvidence } from '../../schema/evidence.js';
import type { ResolvedRubric } from '../../stages/resolved.js';
import { float64, fromNested, type TensorData } from '../../tensor/tensor.js';
import { answerAt, parseAnswers } from '../../checks/judging/answers.js';
import { askedOf } from '../../checks/judging/asked-answers.js';
import { graphOf, inputsOf, isWrong, typed, withBeside, type Plainest } from '../../checks/judging/beside.js';
import { networkOf } from '../../checks/asking/targets.js';
import { explainedSlips } from '../../checks/judging/explained.js';
import { failWith } from '../../checks/judging/failure.js';
import type { Judge } from '../../checks/judging/judge.js';
import { writtenSample } from '../../checks/judging/written-sample.js';

interface Marked {
  readonly verdict: OutputEvidence['verdict'];
  /** Share of the step's points. */
  readonly credit: number;
  readonly sentence: string;
  readonly notes?: readonly string[];
  readonly hint?: string;
  readonly mistakes?: OutputEvidence['mistakes'];
  /** Right, although it does not follow from the student's own earlier answer. */
  readonly inconsistent?: boolean;
}

/** The credit of a gradient if the student's own values no longer show whether the relu was understood. */
const TRIVIAL_CREDIT = 0.5;

export const judgeSteps: Judge<'steps'> = (check, seen, rubric) => {
  const answers = parseAnswers(check.file, seen.documents.get(check.file));
  if (!answers.ok) return failWith(answers.error);
  const chain = chainOf(check, answers.value, rubric);
  const asked = askedOf(check.file, rubric);
  const marked = check.steps.map((step) => ({ step, ...markStep(step, answers.value, chain, asked) }));
  const outputs = withBeside(
    marked.map((one) => ({ output: evidenceOf(one), plainest: plainestOf(one.step, answers.value, chain) })),
    [check.at],
  );
  const firstWrong = outputs.find(isWrong);
  const first = marked.find(({ credit }) => credit < 1);
  const odd = marked.filter(({ inconsistent }) => inconsistent).map(({ step }) => step.path);
  return {
    earned: outputs.reduce((sum, { earned }) => sum + earned, 0),
    summary: summarise(marked),
    evidence: {
      type: 'comparison',
      outputs,
      samples: [{ id: check.at, seed: null, ...inputsOf(check.at, writtenSample(check.at, rubric), outputs) }],
      ...(firstWrong === undefined ? {} : { firstWrong: firstWrong.name }),
      graph: graphOf(networkOf(check.network, rubric)),
      calls: 0,
    },
    ...(first?.hint === undefined ? {} : { hint: first.hint }),
    ...(odd.length === 0
      ? {}
      : { review: `right, but not what the student's own earlier answers give: ${odd.join(', ')}` }),
  };
};

interface MarkedStep extends Marked {
  readonly step: Step;
}

function evidenceOf({ step, verdict, credit, sentence, notes = [], mistakes }: MarkedStep): OutputEvidence {
  const name = nameOf(step);
  const tensor = name === null ? {} : { tensor: { of: name.of, quantity: name.kind } };
  const [earned, possible] = [step.points * credit, step.points];
  const named = mistakes === undefined ? {} : { mistakes };
  return { name: step.path, ...tensor, verdict, error: null, earned, possible, sentence, notes: [...notes], ...named };
}

/** The typed answer and the right one. */
function plainestOf(step: Step, value: unknown, chain: Chain): Plainest {
  const answer = answerAt(value, step.path);
  const got = answer.kind === 'numbers' ? typed(answer.tensor) : null;
  return { place: 0, got, expected: truthOf(step, chain) };
}

function truthOf(step: Step, chain: Chain): TensorData {
  const name = nameOf(step);
  if (name !== null) return chain.truthOf(name);
  if (step.cost === undefined) throw new Error(`step ${step.path} asks for nothing`);
  return float64([], [productCost(step.cost.factors, step.cost.order)]);
}

function summarise(marked: readonly MarkedStep[]): string {
  const first = marked.find(({ credit }) => credit < 1);
  if (first === undefined) return 'all steps right';
  const lost = marked.filter(({ credit }) => credit < 1).length;
  const followed = marked.filter(({ verdict }) => verdict === 'followed-through').length;
  const count = lost > 1 ? ` (${String(lost)} of ${String(marked.length)} steps lose points)` : '';
  const carried =
    followed > 0
      ? `; ${String(followed)} later ${followed > 1 ? 'steps follow' : 'step follows'} from it and count`
      : '';
  return `${first.step.path} ${first.sentence}${count}${carried}`;
}

function chainOf(check: CheckOf<'steps'>, value: unknown, rubric: ResolvedRubric): Chain {
  const given = writtenSample(check.at, rubric);
  const usable = check.steps.flatMap((step): [string, TensorData][] => {
    const name = nameOf(step);
    const answer = answerAt(value, step.path);
    return name !== null && answer.kind === 'numbers' ? [[keyOf(name), answer.tensor]] : [];
  });
  // if the answers are copies of each other, nothing can follow from them
  const own = isOneListEverywhere(usable.map(([, tensor]) => tensor)) ? [] : usable;
  return new Chain(networkOf(check.network, rubric), given, new Map(own));
}

/** Fewer answers may be equal by chance. */
const FEWEST_ALIKE = 3;
const ALIKE = 0.01;

/** The same number, or the same list cut to size, at every step: copies instead of answers. */
function isOneListEverywhere(answers: readonly TensorData[]): boolean {
  const [longest] = [...answers].sort((a, b) => b.values.length - a.values.length);
  if (longest === undefined || answers.length < FEWEST_ALIKE) return false;
  return answers.every(({ values }) =>
    values.every((value: number, at: number) => isAlike(value, longest.values[at] ?? NaN)),
  );
}

/** A copy that is rounded differently is still a copy. */
function isAlike(one: number, other: number): boolean {
  return Math.abs(one - other) <= ALIKE * Math.max(Math.abs(one), Math.abs(other));
}

function nameOf(step: Step): StepName | null {
  if (step.value !== undefined) return { kind: 'value', of: step.value };
  return step.gradient === undefined ? null : { kind: 'gradient', of: step.gradient };
}

function markStep(step: Step, value: unknown, chain: Chain, asked: readonly string[]): Marked {
  const answer = answerAt(value, step.path, asked);
  if (answer.kind !== 'numbers') {
    return { verdict: answer.kind === 'missing' ? 'missing' : 'unusable', credit: 0, sentence: answer.sentence };
  }
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
  return parsed.ok && compareTyped(tensor, parsed.tensor).verdict === 'match';
}

function markVerdict(judged: StepVerdict): Marked {
  switch (judged.verdict) {
    case 'right': {
      const inconsistent = 'right, but it does not follow from your own earlier answer';
      const notes = [...(judged.consistent ? [] : [inconsistent]), ...(judged.note === null ? [] : [judged.note])];
      return { verdict: 'match', credit: 1, sentence: 'right', notes, inconsistent: !judged.consistent };
    }
    case 'followed-through':
      return { verdict: 'followed-through', credit: 1, sentence: 'follows rightly from your own earlier answer' };
    case 'trivial':
      return {
        verdict: 'not-assessable',
        credit: TRIVIAL_CREDIT,
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
      return markSlip(judged.made);
    case 'wrong':
      return { verdict: 'different', credit: 0, sentence: judged.sentence };
    case 'non-finite':
    case 'wrong-shape':
    case 'transposed':
      return { verdict: judged.verdict, credit: 0, sentence: judged.sentence };
  }
}

function markSlip(made: readonly Made[]): Marked {
  const { sentence, hint, mistakes } = explainedSlips(made);
  return { verdict: 'slip', credit: 0, sentence, ...(hint === null ? {} : { hint }), mistakes };
}

/** Operation counts: the product's cost, and in reverse order also the cheaper one with a relu as a mask. */
function markCost(cost: NonNullable<Step['cost']>, tensor: TensorData): Marked {
  const right = compareTyped(tensor, float64([], [productCost(cost.factors, cost.order)]));
  if (right.verdict === 'wrong-shape' || right.verdict === 'non-finite') {
    return { verdict: right.verdict, credit: 0, sentence: right.sentence };
  }
  const [answer] = tensor.values;
  if (answer === productCost(cost.factors, cost.order)) {
    return { verdict: 'match', credit: 1, sentence: 'right', notes: right.notes };
  }
  const masked =
    cost.order === 'reverse' ? cost.factors.map((_factor, place) => productCostWithMask(cost.factors, place)) : [];
  if (answer !== undefined && masked.includes(answer)) {
    const note = 'counted with the relu as a mask instead of a diagonal matrix';
    return { verdict: 'match', credit: 1, sentence: 'right', notes: [...right.notes, note] };
  }
  const other = productCost(cost.factors, cost.order === 'reverse' ? 'forward' : 'reverse');
  const sentence =
    answer === other ? 'is the count of the other order' : 'is not the number of operations of these products';
  const hint =
    'A product of k x l and l x m takes l products and l - 1 sums an element: which matrices are multiplied first?';
  return { verdict: 'different', credit: 0, sentence, hint };
}
