/**
 * Which scores of a network are too much for single precision if softmax, sigmoid and their losses are written down as
 * their formulas are: an exponential that overflows, or a probability that becomes 0 and whose logarithm is taken. Must
 * not look at what a student returned, except at where it is not finite.
 */
import type { Network, NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { findNonFinite } from '../compare.js';
import { operandsOf, type Values } from '../network.js';
import { at, matrixSides, operand } from '../ops/op.js';
import { logSoftmaxAt } from '../ops/softmax.js';
import type { Words } from './mistake.js';
import { EXP_OVERFLOW, LOG_OF_ZERO } from './protocol.js';

/** exp(x) is infinite in float32 above log of its largest number, 3.4028235e38. */
const LARGEST_EXPONENT = 88.722839;
/** exp(x) is 0 in float32 below log of 2^-150, half of its smallest number. */
const SMALLEST_EXPONENT = -103.972077;
/** 1 + exp(-x) is 1 in float32 from log of 2^24 on: sigmoid is 1, and 1 - sigmoid is 0. */
const SATURATED_SIGMOID = 16.635533;

const OF_CLASSES: readonly NetworkNode['op'][] = ['softmax', 'cross-entropy', 'brier'];
const OF_EACH: readonly NetworkNode['op'][] = ['sigmoid', 'binary-cross-entropy'];

/**
 * What explains that the tensor `of` is not finite at a sample with these right values; nothing if it is finite, or if the
 * right one is not.
 */
export function overflowsAt(
  network: Network,
  { of, quantity, values }: { readonly of: string; readonly quantity: 'values' | 'gradients'; readonly values: Values },
  observed: TensorData,
): readonly Words[] {
  if (findNonFinite(observed) === null) return [];
  if (Object.values(values).some((value) => findNonFinite(value) !== null)) return [];
  const last = network.nodes.findIndex(({ name }) => name === of);
  // a value depends on the nodes up to itself, a gradient on all
  const nodes = quantity === 'values' ? network.nodes.slice(0, last + 1) : network.nodes;
  const found = new Set(nodes.flatMap((node) => overflowsOf(node, values)));
  return [LOG_OF_ZERO, EXP_OVERFLOW].filter((one) => found.has(one));
}

function overflowsOf(node: NetworkNode, values: Values): readonly Words[] {
  const isOfClasses = OF_CLASSES.includes(node.op);
  if (!isOfClasses && !OF_EACH.includes(node.op)) return [];
  const z = operand(operandsOf(node, values), 0);
  const largest = extreme(z, (score) => (isOfClasses ? score : Math.abs(score)));
  const isZero = isOfClasses ? leastLogSoftmax(z) < SMALLEST_EXPONENT : largest >= SATURATED_SIGMOID;
  return [...(isZero ? [LOG_OF_ZERO] : []), ...(largest > LARGEST_EXPONENT ? [EXP_OVERFLOW] : [])];
}

function extreme(z: TensorData, of: (score: number) => number): number {
  let most = -Infinity;
  for (const score of z.values) most = Math.max(most, of(score));
  return most;
}

function leastLogSoftmax(z: TensorData): number {
  const [, classes] = matrixSides(z);
  let least = 0;
  for (let i = 0; i < z.values.length; i += 1) {
    const start = i - (i % classes);
    if (Number.isFinite(at(z, i))) least = Math.min(least, logSoftmaxAt(z, start, classes, i - start));
  }
  return least;
}
