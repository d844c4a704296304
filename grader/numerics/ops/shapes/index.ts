/** The shape of each operation from the shapes of its operands. A name without a rule does not compile. */
import type { OpName } from '../../../schema/operations.js';
import { concatenated, flattened, kept, same, slicedShape } from './elementwise.js';
import { convolutionShape, depthwiseShape, globalPoolingShape, normalisedShape, poolingShape } from './images.js';
import { attentionShape, embeddingShape, linearShape, lstmShape, matmulShape, rnnShape } from './layers.js';
import { againstLabels, againstValues, hingeShape, penalisedShape } from './losses.js';
import type { ShapeRule } from './shape.js';

export const SHAPES: { readonly [K in OpName]: ShapeRule } = {
  linear: linearShape,
  relu: kept,
  'leaky-relu': kept,
  sigmoid: kept,
  tanh: kept,
  softplus: kept,
  gelu: kept,
  softmax: kept,
  conv2d: convolutionShape,
  'depthwise-conv2d': depthwiseShape,
  'max-pool': poolingShape,
  'avg-pool': poolingShape,
  'global-avg-pool': globalPoolingShape,
  'batch-norm': normalisedShape,
  'batch-norm-training': normalisedShape,
  'layer-norm': normalisedShape,
  flatten: flattened,
  matmul: matmulShape,
  multiply: same,
  add: same,
  concat: concatenated,
  slice: slicedShape,
  dropout: same,
  embedding: embeddingShape,
  'rnn-step': rnnShape,
  'lstm-step': lstmShape,
  attention: attentionShape,
  'cross-entropy': againstLabels,
  'binary-cross-entropy': againstValues,
  'half-squared-error': againstValues,
  'squared-error': againstValues,
  brier: againstLabels,
  'one-hot-l2': againstLabels,
  hinge: hingeShape,
  'weight-decay': penalisedShape,
};
