/** All operations by name. A name without an operation does not compile. */
import type { OpName } from '../../schema/operations.js';
import { leakyRelu, relu, sigmoid, tanh } from './activations.js';
import { attention } from './attention.js';
import { batchNorm, batchNormTraining } from './batch-norm.js';
import { binaryCrossEntropy } from './binary-cross-entropy.js';
import { concat, slice } from './concat.js';
import { conv2d, depthwiseConv2d } from './convolution.js';
import { dropout } from './dropout.js';
import { add, multiply } from './elementwise.js';
import { embedding } from './embedding.js';
import { flatten } from './flatten.js';
import { hinge } from './hinge.js';
import { layerNorm } from './layer-norm.js';
import { linear } from './linear.js';
import { brier, crossEntropy, halfSquaredError, oneHotL2, squaredError } from './losses.js';
import { lstmStep } from './lstm.js';
import { matmul } from './matmul.js';
import type { Op } from './op.js';
import { avgPool, globalAvgPool, maxPool } from './pooling.js';
import { rnnStep } from './recurrent.js';
import { gelu, softplus } from './smooth-activations.js';
import { softmax } from './softmax.js';
import { weightDecay } from './weight-decay.js';

export const OPS: { readonly [K in OpName]: Op } = {
  linear,
  relu,
  'leaky-relu': leakyRelu,
  sigmoid,
  tanh,
  softplus,
  gelu,
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
  dropout,
  embedding,
  'rnn-step': rnnStep,
  'lstm-step': lstmStep,
  attention,
  'cross-entropy': crossEntropy,
  'binary-cross-entropy': binaryCrossEntropy,
  'half-squared-error': halfSquaredError,
  'squared-error': squaredError,
  brier,
  'one-hot-l2': oneHotL2,
  hinge,
  'weight-decay': weightDecay,
};
