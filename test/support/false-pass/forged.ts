/**
 * Submissions that answer what follows from their own earlier outputs without doing the steps: chosen numbers, echoes, copies, from
 * which the next output can be written down. Each answers both functions of Quiz 2, since gradients are judged by the
 * values that the forward function returned. `honest` ones do some steps, and show that these are paid.
 */
import { judge } from '../../../grader/kinds/index.js';
import { callsOf } from '../../../grader/checks/asking/calls.js';
import type { OutputEvidence } from '../../../grader/schema/evidence.js';
import type { Check, CheckOf } from '../../../grader/schema/checks.js';
import type { ReferenceSample, ResolvedRubric } from '../../../grader/stages/resolved.js';
import { sizeOf, type TensorData } from '../../../grader/tensor/tensor.js';
import { makeRng } from '../../../grader/numerics/rng.js';
import { returned } from './false-pass.js';
import type { Tensors } from './tensors.js';

const VALUES = ['z1', 'z2', 'yhat', 'loss'] as const;
const GRADIENTS = ['dyhat', 'dz2', 'dz1', 'dW1', 'db1', 'dw2', 'db2', 'dx'] as const;
export type Output = (typeof VALUES)[number] | (typeof GRADIENTS)[number];

/** What a strategy sees: the arguments of the functions, flat and row-major, and their sizes. */
export interface Arguments {
  readonly B: number;
  readonly D: number;
  readonly H: number;
  readonly of: (name: string, index: number) => number;
}
/** The numbers of an output, by place. */
export type Numbers = (index: number) => number;
export type Strategy = (seen: Arguments) => Readonly<Record<Output, Numbers>>;

function shapesFor({ B, D, H }: Arguments): Readonly<Record<Output, readonly number[]>> {
  return {
    ...{ z1: [B, H], z2: [B, H], yhat: [B, 1], loss: [], dyhat: [B, 1], dz2: [B, H], dz1: [B, H] },
    ...{ dW1: [H, D], db1: [H], dw2: [1, H], db2: [1], dx: [B, D] },
  };
}

const everything = (make: (name: Output) => Numbers) =>
  Object.fromEntries([...VALUES, ...GRADIENTS].map((name) => [name, make(name)])) as Record<Output, Numbers>;
const relu = (value: number) => Math.max(0, value);
const list = (seed: number) => {
  const rng = makeRng(seed);
  const numbers = Array.from({ length: 64 }, () => 4 * rng.nextUniform() - 2);
  return (index: number) => numbers[index % numbers.length] ?? NaN;
};

/** The error of every prediction is this number; all that follows from it can be written down. */
function labelPlus(error: (seen: Arguments) => number): Strategy {
  return (seen) => {
    const { B, H, of } = seen;
    const [c, share] = [error(seen), error(seen) / B];
    return {
      ...everything(() => (index) => of('x', index)),
      ...{ z1: (i) => 1 + Math.abs(of('x', i)), z2: (i) => 1 + Math.abs(of('x', i)) },
      ...{ yhat: (i) => of('y', i) + c, loss: () => (c * c) / 2, dyhat: () => share },
      ...{ dz2: (i) => share * of('w2', i % H), dz1: (i) => share * of('w2', i % H) },
      ...{ db1: (i) => c * of('w2', i), db2: () => c },
    };
  };
}

/** Only the first example has an error: no sum over the batch is left. */
const oneExample =
  (error: number): Strategy =>
  ({ B, D, H, of }) => {
    const share = error / B;
    const z = (i: number) => 1 + Math.abs(of('x', i));
    const first = (i: number, width: number, value: number) => (i < width ? value : 0);
    return {
      ...{ z1: z, z2: z, yhat: (i) => of('y', i) + first(i, 1, error), loss: () => error ** 2 / 2 / B },
      ...{ dyhat: (i) => first(i, 1, share), db2: () => share, db1: (i) => share * of('w2', i) },
      ...{ dz2: (i) => first(i, H, share * of('w2', i)), dz1: (i) => first(i, H, share * of('w2', i)) },
      ...{ dW1: (i) => share * of('w2', Math.floor(i / D)) * of('x', i % D), dw2: (i) => share * z(i) },
      dx: (i) =>
        i < D
          ? share * Array.from({ length: H }, (_, h) => of('w2', h) * of('W1', h * D + i)).reduce((a, b) => a + b)
          : 0,
    };
  };

/** One number so large that nothing else counts beside it. */
const oneHuge: Strategy = ({ B, H, of }) => {
  const huge = 1e15;
  const first = (value: number) => (i: number) => (i === 0 ? value : 1);
  const yhat = huge * of('w2', 0);
  return {
    ...everything(() => () => 1),
    ...{ z1: (i) => (i === 0 ? huge : -1), z2: first(huge), yhat: first(yhat), loss: () => yhat ** 2 / 2 / B },
    ...{ dyhat: first(yhat / B), db2: () => yhat / B, dz2: (i) => (i < H ? (yhat / B) * of('w2', i) : 1) },
    ...{ db1: (i) => (i === 0 ? (yhat / B) * of('w2', 0) : 0), dz1: first((yhat / B) * of('w2', 0)) },
    dw2: first((yhat / B) * huge),
  };
};

/** Only the first unit counts, so that nothing is summed over units. */
const oneUnit: Strategy = ({ B, D, H, of }) => {
  const pattern = (row: number) => 1e15 * (1 + Math.abs(of('x', row)));
  const yhat = (row: number) => pattern(row) * of('w2', 0);
  const column = (i: number, value: number) => (i % H === 0 ? value : 1);
  return {
    ...everything(() => () => 1),
    ...{ z1: (i) => (i % H === 0 ? pattern(Math.floor(i / H)) : -1), z2: (i) => column(i, pattern(Math.floor(i / H))) },
    ...{ yhat, dyhat: (i) => yhat(i) / B, dz1: (i) => column(i, (yhat(Math.floor(i / H)) / B) * of('w2', 0)) },
    ...{ dz2: (i) => (yhat(Math.floor(i / H)) / B) * of('w2', i % H) },
    loss: () => Array.from({ length: B }, (_, row) => yhat(row) ** 2).reduce((a, b) => a + b) / 2 / B,
    dx: (i) => (yhat(Math.floor(i / D)) / B) * of('w2', 0) * of('W1', i % D),
  };
};

export const FORGED: Readonly<Record<string, Strategy>> = {
  'the inputs': ({ of }) => everything(() => (i) => of('x', i)),
  'the inputs, doubled': ({ of }) => everything(() => (i) => 2 * of('x', i)),
  'the inputs, backwards': ({ of }) => everything(() => (i) => of('x', 1000 - i)),
  'the labels': ({ of }) => everything(() => (i) => of('y', i)),
  'the parameters W1': ({ of }) => everything(() => (i) => of('W1', i)),
  'the parameters w2, scaled': ({ of }) => everything(() => (i) => -3 * of('w2', i)),
  'the parameters b1 in rows': ({ H, of }) => everything(() => (i) => of('b1', i % H)),
  'one list for everything': () => everything(() => list(3)),
  'a list for each output': () => everything((name) => list(name.length + name.charCodeAt(name.length - 1))),
  'one number': () => everything(() => () => 0.75),
  'the size of the batch': ({ B }) => everything(() => () => B),
  zeros: () => everything(() => () => 0),
  'the label itself': labelPlus(() => 0),
  'the label plus one': labelPlus(() => 1),
  'the label plus the size of the batch': labelPlus(({ B }) => B),
  'the label, and an error in one example': oneExample(1),
  'the label, and a huge error in one example': oneExample(1e12),
  'huge numbers': ({ of }) => everything(() => (i) => 1e30 * of('x', i)),
  'tiny numbers': ({ of }) => everything(() => (i) => 1e-30 * of('x', i)),
  'not a number': () => everything(() => () => NaN),
  'one huge number': oneHuge,
  'one huge unit': oneUnit,
  'numbers without a sign, so that relu is not needed': ({ of }) => everything(() => (i) => 1 + Math.abs(of('x', i))),
  'negative numbers, so that relu is zero': ({ of }) => ({
    ...everything(() => () => 0),
    ...{ z1: (i) => -1 - Math.abs(of('x', i)), yhat: () => of('b2', 0), db2: () => 1 },
  }),
  'relu of numbers that are written down': () => ({
    ...everything(() => () => 0),
    ...{ z1: list(5), z2: (i) => relu(list(5)(i)), dz2: () => 1, dz1: (i) => (list(5)(i) > 0 ? 1 : 0) },
  }),
  'an upstream gradient of ones': ({ B, H, of }) => ({
    ...everything(() => () => 1),
    ...{ dyhat: () => 1, dz2: (i) => of('w2', i % H), dz1: (i) => of('w2', i % H), db2: () => B },
    db1: (i) => B * of('w2', i),
  }),
  'values in place of gradients': ({ of }) => ({
    ...everything(() => (i) => of('x', i)),
    ...{ z1: list(9), z2: (i) => relu(list(9)(i)), dz2: list(9), dz1: (i) => relu(list(9)(i)) },
  }),
  'values in place of gradients, doubled': ({ of }) => ({
    ...everything(() => (i) => of('x', i)),
    ...{
      z1: (i) => of('x', i),
      z2: (i) => 1 + of('y', i),
      dz2: (i) => -2 * of('x', i),
      dz1: (i) => 2 + 2 * of('y', i),
    },
  }),
};

const open = (value: number) => (value > 0 ? 1 : 0);

/** Some steps are done, from numbers that are not; by check, the outputs that are paid. */
export const DONE: Readonly<
  Record<string, { readonly strategy: Strategy; readonly paid: Readonly<Record<string, string>> }>
> = {
  'relu of the inputs': {
    strategy: ({ of }) => ({
      ...everything(() => () => 0.5),
      ...{ z1: (i) => of('x', i) - of('y', i), z2: (i) => relu(of('x', i) - of('y', i)) },
    }),
    paid: { forward: 'z2' },
  },
  'the mask of own values': {
    strategy: ({ of }) => ({
      ...everything(() => () => 0.5),
      ...{ z1: (i) => of('x', i) - of('y', i), dz2: (i) => of('x', i + 1) },
      dz1: (i) => of('x', i + 1) * open(of('x', i) - of('y', i)),
    }),
    paid: { backward: 'dz1' },
  },
  'the error of own predictions': {
    strategy: ({ B, of }) => ({
      ...everything(() => () => 0.5),
      ...{ yhat: (i) => of('x', i), dyhat: (i) => (of('x', i) - of('y', i)) / B },
      loss: () => Array.from({ length: B }, (_, i) => (of('x', i) - of('y', i)) ** 2).reduce((a, b) => a + b) / 2 / B,
    }),
    paid: { forward: 'loss', backward: 'dyhat' },
  },
};

/** The code of the checks. */
export type CodeCheck = CheckOf<'forward' | 'gradient'>;

export const isOfCode = (check: Check): check is CodeCheck => check.kind === 'forward' || check.kind === 'gradient';

/** The points of each check of code, and what is said of its outputs, for a submission that follows a strategy. */
export function judgeForged(strategy: Strategy, rubric: ResolvedRubric, followThrough: boolean) {
  const checks = rubric.rubric.checks.filter(isOfCode).map((check) => ({ ...check, 'follow-through': followThrough }));
  const outcomes = checks.flatMap((check) =>
    callsOf(check, rubric).map(({ id, sample }) => [id, returned(tensorsOf(strategy, sample))] as const),
  );
  const seen = { files: [], documents: new Map(), models: new Map(), dataSets: new Map(), outcomes: new Map(outcomes) };
  const resolved = { ...rubric, rubric: { ...rubric.rubric, checks } };
  return checks.map((check) => {
    const { earned, evidence } = judge(check, seen, resolved);
    const outputs: readonly OutputEvidence[] = evidence.type === 'comparison' ? evidence.outputs : [];
    return { id: check.id, earned, outputs };
  });
}

function tensorsOf(strategy: Strategy, sample: ReferenceSample): Tensors {
  const side = (name: string, axis: number) => sample.values[name]?.shape[axis] ?? NaN;
  const seen: Arguments = {
    ...{ B: side('x', 0), D: side('x', 1), H: side('W1', 0) },
    of: (name, index) => {
      const values = sample.values[name]?.values ?? [];
      return values[index % values.length] ?? NaN;
    },
  };
  const shapes = shapesFor(seen);
  return Object.fromEntries(
    Object.entries(strategy(seen)).map(([name, numbers]): [string, TensorData] => {
      const shape = shapes[name as Output];
      return [
        name,
        { dtype: 'float32', shape, values: Float32Array.from({ length: sizeOf(shape) }, (_, i) => numbers(i)) },
      ];
    }),
  );
}
