/** False passes for checks that call a student's function: forward, gradient and loss. */
import { callsOf, type FunctionCheck } from '../../../grader/checks/asking/calls.js';
import type { ReferenceSample, ResolvedRubric } from '../../../grader/stages/resolved.js';
import { fromNested, type TensorData } from '../../../grader/tensor/tensor.js';
import { backwardByHand, forwardByHand } from '../handmade-backprop.js';
import { shippedRubric, returned, type FalsePass, type HandIn, type HandIns } from './false-pass.js';
import { lossByHand } from './handmade-losses.js';
import { falseTensors, type Tensors } from './tensors.js';

type Right = (sample: ReferenceSample) => Tensors;

function tensors(values: Readonly<Record<string, unknown>>): Tensors {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, TensorData] => {
      const read = fromNested(value);
      if (!read.ok) throw new Error(`${name} is not a tensor`);
      return [name, { ...read.tensor, dtype: 'float32', values: Float32Array.from(read.tensor.values) }];
    }),
  );
}

/** A hand-in whose function gives at each sample what `answer` says. */
function handIn(check: FunctionCheck, rubric: ResolvedRubric, answer: (sample: ReferenceSample) => Tensors): HandIn {
  const points = new Map(callsOf(check, rubric).map(({ id, sample }) => [id, sample]));
  return {
    answer: ({ id }) => {
      const sample = points.get(id);
      if (sample === undefined) throw new Error(`${id} is not a call of ${check.id}`);
      return returned(answer(sample));
    },
  };
}

/** The names of false answers are the same at every sample. */
function wrongOnes(check: FunctionCheck, rubric: ResolvedRubric, right: Right): HandIns {
  const [call] = callsOf(check, rubric);
  if (call === undefined) throw new Error(`${check.id} has no calls`);
  const answersAt = ({ id, values, seed }: ReferenceSample) => falseTensors(right({ id, values, seed }), values);
  return Object.fromEntries(
    Object.keys(answersAt(call.sample)).map((name) => [
      name,
      handIn(check, rubric, (sample) => answersAt(sample)[name] ?? {}),
    ]),
  );
}

const quiz2 = () => shippedRubric('quiz2');
const forwardRight: Right = (sample) => tensors(forwardByHand(sample));
const backwardRight: Right = (sample) => tensors(backwardByHand(sample));

export const FORWARD: FalsePass<'forward'> = {
  rubric: quiz2,
  right: (check, rubric) => handIn(check, rubric, forwardRight),
  wrong: (check, rubric) => wrongOnes(check, rubric, forwardRight),
  // at the quiz's sample z1 is w2 and z2 is x: one sample for each that is right, and one for purity where something is;
  // the check of batches gives nothing for any of it; only numbers made from the right ones keep relations there: relu of
  // z1 in another order is z2 in that order
  chance: {
    forward: { backwards: 6, 'transposed in the right shape': 6 },
    'forward-seed': {
      backwards: 2,
      negative: 2,
      'input x': 2,
      'input w2': 2,
      'input x in the right shape': 3,
      'input w2 in the right shape': 3,
      'input W1 in the right shape': 2,
    },
  },
};

export const GRADIENT: FalsePass<'gradient'> = {
  rubric: quiz2,
  right: (check, rubric) => handIn(check, rubric, backwardRight),
  wrong: (check, rubric) => wrongOnes(check, rubric, backwardRight),
  // all gradients with their sign flipped are one mistake, in the first of them
  chance: { backward: { backwards: 6.8889, negative: 27.5556 }, 'backward-seed': { negative: 3 } },
};

const lossRight =
  (network: string): Right =>
  (sample) =>
    tensors({ value: lossByHand(network, sample) });

const loss = (rubric: () => Promise<ResolvedRubric>): FalsePass<'loss'> => ({
  rubric,
  right: (check, resolved) => handIn(check, resolved, lossRight(check.network)),
  wrong: (check, resolved) => wrongOnes(check, resolved, lossRight(check.network)),
});

export const LOSS = loss(() => shippedRubric('hw3-supertux'));

/** The bound of the course's own grader. */
export const LOSS_WITHIN = loss(async () => {
  const resolved = await shippedRubric('hw3-supertux');
  const checks = resolved.rubric.checks.flatMap((check) => (check.kind === 'loss' ? [{ ...check, within: 0.2 }] : []));
  return { ...resolved, rubric: { ...resolved.rubric, checks } };
});
