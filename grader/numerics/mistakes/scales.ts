/** Mistakes that multiply the whole result: sign, factors, and sums for means. */
import type { NetworkNode } from '../../schema/network.js';
import { dataLossOf } from '../network.js';
import { OPS } from '../ops/index.js';
import { matrixSides, scaled } from '../ops/op.js';
import { atNodes, type Mistake, type Setting } from './mistake.js';

/** The loss and all gradients times a factor, which is never 1; null where the mistake cannot be made. */
function times(factor: (sides: Sides, loss: NetworkNode) => number | null): Mistake['variants'] {
  return (setting) => {
    const node = dataLossOf(setting.network);
    const sides = sidesOf(setting);
    const by = node === undefined || sides === null ? null : factor(sides, node);
    if (by === null || by === 1) return [];
    return atNodes(
      ({ op, name }) => name === node?.name && OPS[op].isLoss,
      (where) => ({
        forward: (call, usual) => (where(call.node) ? scaled(usual(call), by) : usual(call)),
        backward: (call, usual) => {
          const part = usual(call);
          return part === null || !where(call.node) ? part : scaled(part, by);
        },
      }),
    )(setting);
  };
}

interface Sides {
  /** Rows over which the loss is a mean. */
  readonly batch: number;
  readonly outputs: number;
}

/** The sides of what the loss is a mean over; null without a loss of a tensor. */
function sidesOf({ network, values }: Setting): Sides | null {
  const output = values[dataLossOf(network)?.of[0] ?? ''];
  if (output === undefined || output.shape.length === 0) return null;
  const [batch, outputs] = matrixSides(output);
  return { batch, outputs };
}

const IN_BASE_TWO = 1 / Math.LN2;
const LOGARITHMIC: readonly NetworkNode['op'][] = ['cross-entropy', 'binary-cross-entropy'];
const FACTOR = 'Write the derivative of the loss with every constant: where does each of them come from?';
const WHICH_MEAN = 'Over which axis is the loss a mean, and over which is it a sum?';

export const SCALES: readonly Mistake[] = [
  {
    name: 'sign-flipped',
    topic: 'scale',
    kind: 'scale',
    main: true,
    sentence: 'is the right answer with its sign flipped',
    hint: 'Which of y and yhat is subtracted from which, and what is the sign of its derivative?',
    section: 'Quiz 2: backward propagation',
    variants: times(() => -1),
  },
  {
    name: 'times-batch',
    topic: 'scale',
    kind: 'scale',
    main: true,
    sentence: 'is B times the right answer: a sum over the batch, but the loss is a mean',
    hint: 'The loss is a mean over the examples: where does the number of examples enter its derivative?',
    section: 'Quiz 2: backward propagation',
    variants: times(({ batch }) => batch),
  },
  {
    name: 'divided-by-batch-twice',
    topic: 'scale',
    kind: 'scale',
    sentence: 'is the right answer divided by B again',
    hint: 'How often does the mean of the loss divide by the number of examples?',
    section: 'Quiz 2: backward propagation',
    variants: times(({ batch }) => 1 / batch),
  },
  {
    name: 'factor-2',
    topic: 'scale',
    kind: 'scale',
    main: true,
    sentence: 'is twice the right answer',
    hint: FACTOR,
    section: 'Quiz 2: backward propagation',
    variants: times(() => 2),
  },
  {
    name: 'factor-half',
    topic: 'scale',
    kind: 'scale',
    sentence: 'is half the right answer',
    hint: FACTOR,
    section: 'Quiz 2: backward propagation',
    variants: times(() => 0.5),
  },
  {
    name: 'divided-by-outputs',
    topic: 'scale',
    kind: 'scale',
    sentence: 'is the right answer divided by the number of outputs',
    hint: WHICH_MEAN,
    section: 'Regression vs classification',
    variants: times(({ outputs }) => 1 / outputs),
  },
  {
    name: 'times-outputs',
    topic: 'scale',
    kind: 'scale',
    sentence: 'is the right answer times the number of outputs',
    hint: WHICH_MEAN,
    section: 'Regression vs classification',
    variants: times(({ outputs }) => outputs),
  },
  {
    name: 'log-base-2',
    topic: 'scale',
    kind: 'scale',
    sentence: 'is the result with logarithms in base 2',
    hint: 'Which logarithm does cross entropy use, and which one does the function that you call compute?',
    section: 'Regression vs classification',
    variants: times((_sides, { op }) => (LOGARITHMIC.includes(op) ? IN_BASE_TWO : null)),
  },
];
