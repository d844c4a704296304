/**
 * Lists well-known mistakes as alternative references: the numbers that each mistake would give. Does not decide which
 * mistake was made (see diagnosis.ts), and must never tell the answer.
 */
import type { Network } from '../schema/network.js';
import { isSquare, NO_BIAS, NO_MASK, TRANSPOSED_WEIGHT } from './alterations.js';
import { gradientsOf } from './gradients.js';
import { evaluate, lossNodeOf, operandsOf, type Values } from './network.js';
import { matrixSides, operand, scaled, type Alteration } from './ops/op.js';

/** A mistake that a wrong tensor shows. */
export interface Finding {
  readonly name: string;
  /** `scale`: the right answer times a factor. */
  readonly kind: 'scale' | 'rule';
  /** What the numbers show, after "it". */
  readonly sentence: string;
  /** A question that points to the mistake; never the answer. */
  readonly hint: string;
}

export interface Mistake extends Finding {
  /** The alternative values of all tensors at a sample; `null` where the mistake does not apply. */
  readonly alternative: (tensors: Alternatives) => Values | null;
}

/** The input of a mistake: the network at a sample, and the right tensors there. */
export interface Alternatives {
  readonly network: Network;
  readonly given: Values;
  readonly right: Values;
  readonly of: 'values' | 'gradients';
}

/** Every right tensor times a factor that may depend on the batch size and on the number of outputs. */
function times(factor: (batch: number, outputs: number) => number): Mistake['alternative'] {
  return ({ right, network, given }) => {
    const by = factor(...outputSides(network, given));
    return Object.fromEntries(Object.entries(right).map(([name, tensor]) => [name, scaled(tensor, by)]));
  };
}

/** All tensors, calculated with the mistake in every step. */
function altered(alteration: Alteration): Mistake['alternative'] {
  return ({ network, given, of }) =>
    of === 'values' ? evaluate(network, given, alteration).values : gradientsOf(network, given, alteration).gradients;
}

export const MISTAKES: readonly Mistake[] = [
  {
    name: 'sign flipped',
    kind: 'scale',
    sentence: 'is the right answer with its sign flipped',
    hint: 'Which of y and yhat is subtracted from which, and what is the sign of its derivative?',
    alternative: times(() => -1),
  },
  {
    name: 'sum instead of mean',
    kind: 'scale',
    sentence: 'is B times the right answer: a sum over the batch, but the loss is a mean',
    hint: 'The loss is a mean over the examples: where does the number of examples enter its derivative?',
    alternative: times((batch) => batch),
  },
  {
    name: 'divided by the batch twice',
    kind: 'scale',
    sentence: 'is the right answer divided by B again',
    hint: 'How often does the mean of the loss divide by the number of examples?',
    alternative: times((batch) => 1 / batch),
  },
  {
    name: 'factor 2',
    kind: 'scale',
    sentence: 'is twice the right answer',
    hint: 'What happens to the factor 1/2 of the loss when a square is differentiated?',
    alternative: times(() => 2),
  },
  {
    name: 'factor 1/2',
    kind: 'scale',
    sentence: 'is half the right answer',
    hint: 'What happens to the factor 1/2 of the loss when a square is differentiated?',
    alternative: times(() => 0.5),
  },
  {
    name: 'divided by the classes',
    kind: 'scale',
    sentence: 'is the right answer divided by the number of outputs',
    hint: 'Over which axis is the loss a mean, and over which is it a sum?',
    alternative: times((_batch, outputs) => 1 / outputs),
  },
  {
    name: 'times the classes',
    kind: 'scale',
    sentence: 'is the right answer times the number of outputs',
    hint: 'Over which axis is the loss a mean, and over which is it a sum?',
    alternative: times((_batch, outputs) => outputs),
  },
  {
    name: 'no relu mask',
    kind: 'rule',
    sentence: 'is the result if relu passes the gradient on everywhere',
    hint: 'Where its input is negative relu is flat: how much of the gradient passes through there?',
    alternative: (tensors) => (tensors.of === 'values' ? null : altered(NO_MASK)(tensors)),
  },
  {
    name: 'bias missing',
    kind: 'rule',
    sentence: 'is the result without the biases',
    hint: 'Which terms does a linear layer add up besides the product?',
    alternative: altered(NO_BIAS),
  },
  {
    name: 'W not transposed',
    kind: 'rule',
    sentence: 'is the result with W^T in place of W',
    hint: 'Write down the shapes of both factors: which side of W is summed over?',
    alternative: (tensors) => (hasSquareWeight(tensors) ? altered(TRANSPOSED_WEIGHT)(tensors) : null),
  },
];

/** The sides of the loss's operand: examples and outputs. */
function outputSides(network: Network, given: Values): readonly [number, number] {
  return matrixSides(operand(operandsOf(lossNodeOf(network), evaluate(network, given).values), 0));
}

function hasSquareWeight({ network, given }: Alternatives): boolean {
  const weights = network.nodes.flatMap(({ op, of }) => (op === 'linear' ? of.slice(1, 2) : []));
  return weights.some((name) => given[name] !== undefined && isSquare(given[name]));
}
