/**
 * How many terms the sum of one output element of each operation has, from which near-kinks.ts estimates how many
 * roundings it went through. A name without an entry does not compile.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { OpName } from '../../schema/operations.js';
import type { TensorData } from '../../tensor/tensor.js';
import { isTransposed } from './matmul.js';
import { build } from './op.js';

/** From the operands in order; 0 if there is no sum. */
type Terms = (operands: readonly TensorData[], node: NetworkNode) => number;

const NOTHING: TensorData = build([], () => 0);

const none: Terms = () => 0;
const lastSideOf = ({ shape } = NOTHING): number => shape.at(-1) ?? 1;
/** All sides of a filter but the last, which is that of the outputs. */
const taps: Terms = ([, filter = NOTHING]) => filter.values.length / Math.max(1, lastSideOf(filter));
/** Any element of the input may be in the sum. */
const inputs: Terms = ([x = NOTHING]) => x.values.length;

const TERMS: { readonly [K in OpName]: Terms } = {
  linear: ([, weight]) => lastSideOf(weight),
  relu: none,
  'leaky-relu': none,
  sigmoid: none,
  tanh: none,
  softplus: none,
  gelu: none,
  softmax: none,
  conv2d: taps,
  'depthwise-conv2d': taps,
  'max-pool': none,
  'avg-pool': inputs,
  'global-avg-pool': inputs,
  'batch-norm': none,
  'batch-norm-training': inputs,
  // its mean and its variance
  'layer-norm': ([x]) => 2 * lastSideOf(x),
  flatten: none,
  matmul: ([a = NOTHING], node) => a.shape.at(isTransposed(node, 'first') ? -2 : -1) ?? 1,
  multiply: none,
  add: (operands) => operands.length,
  concat: none,
  slice: none,
  dropout: none,
  embedding: none,
  'rnn-step': ([, , fromInput, fromState]) => lastSideOf(fromInput) + lastSideOf(fromState),
  'lstm-step': ([, , , fromInput, fromState]) => lastSideOf(fromInput) + lastSideOf(fromState),
  // the scores, the sum of the softmax and the values
  attention: ([q, k = NOTHING]) => lastSideOf(q) + 2 * (k.shape.at(-2) ?? 1),
  'cross-entropy': none,
  'binary-cross-entropy': none,
  'half-squared-error': none,
  'squared-error': none,
  brier: none,
  'one-hot-l2': none,
  hinge: none,
  'weight-decay': none,
};

/** The number of terms of one output element. An operand without a value counts as a single number. */
export function termsOf(node: NetworkNode, operands: readonly (TensorData | undefined)[]): number {
  return TERMS[node.op](
    operands.map((one) => one ?? NOTHING),
    node,
  );
}
