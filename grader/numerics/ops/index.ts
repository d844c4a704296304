/** All operations by name; a name without an operation does not compile. */
import type { OpName } from '../../schema/network.js';
import { leakyRelu, relu, sigmoid, tanh } from './activations.js';
import { linear } from './linear.js';
import { brier, crossEntropy, halfSquaredError, oneHotL2, squaredError } from './losses.js';
import type { Op } from './op.js';
import { softmax } from './softmax.js';

export const OPS: { readonly [K in OpName]: Op } = {
  linear,
  relu,
  'leaky-relu': leakyRelu,
  sigmoid,
  tanh,
  softmax,
  'cross-entropy': crossEntropy,
  'half-squared-error': halfSquaredError,
  'squared-error': squaredError,
  brier,
  'one-hot-l2': oneHotL2,
};
