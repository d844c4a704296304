/** All operations by name. A name without an operation does not compile. */
import type { OpName } from '../../schema/network.js';
import { leakyRelu, relu, sigmoid, tanh } from './activations.js';
import { attention } from './attention.js';
import { batchNorm, batchNormTraining } from './batch-norm.js';
import { concat, slice } from './concat.js';
import { conv2d, depthwiseConv2d } from './convolution.js';
import { add, multiply } from './elementwise.js';
import { flatten } from './flatten.js';
import { layerNorm } from './layer-norm.js';
import { linear } from './linear.js';
import { brier, crossEntropy, halfSquaredError, oneHotL2, squaredError } from './losses.js';
import { matmul } from './matmul.js';
import type { Op } from './op.js';
import { avgPool, globalAvgPool, maxPool } from './pooling.js';
import { softmax } from './softmax.js';

export const OPS: { readonly [K in OpName]: Op } = {
  linear,
  relu,
  'leaky-relu': leakyRelu,
  sigmoid,
  tanh,
  softmax,
  conv2d,
  'depthwise-conv2d': depthwiseConv2d,
  'max-pool': maxPool,
  'avg-pool': avgPool,
  'global-avg-pool': globalAvgPool,
  'batch-norm': batchNorm,
  'batch-norm-training': batchNormTraining,
  'layer-norm': layerNorm,
  flatten,
  matmul,
  multiply,
  add,
  concat,
  slice,
  attention,
  'cross-entropy': crossEntropy,
  'half-squared-error': halfSquaredError,
  'squared-error': squaredError,
  brier,
  'one-hot-l2': oneHotL2,
};
