/** How a rubric describes a reference network and the samples at which it is evaluated. */
import Type, { type Static } from 'typebox';
import { Id, Pair, Strict, TaggedUnion, Words } from './common.js';
import type { Nested } from '../tensor/tensor.js';

const NestedNumbers = Type.Unsafe<Nested>({
  description: 'A number, or (nested) arrays of numbers.',
  anyOf: [{ type: 'number' }, { type: 'array', items: {} }],
});
export { NestedNumbers };

export const OP_NAMES = [
  'linear',
  'relu',
  'leaky-relu',
  'sigmoid',
  'tanh',
  'softmax',
  'conv2d',
  'depthwise-conv2d',
  'max-pool',
  'avg-pool',
  'global-avg-pool',
  'batch-norm',
  'batch-norm-training',
  'layer-norm',
  'flatten',
  'matmul',
  'multiply',
  'add',
  'concat',
  'slice',
  'attention',
  'cross-entropy',
  'half-squared-error',
  'squared-error',
  'brier',
  'one-hot-l2',
] as const;
export type OpName = (typeof OP_NAMES)[number];

const Step = Type.Integer({ minimum: 1 });
const Steps = (description: string) => Type.Union([Step, Pair(Step)], { description });

export const NetworkNode = Strict({
  name: Id('The name of the value that this node computes.'),
  op: Words(
    OP_NAMES,
    'linear: [x, W, b] -> x W^T + b (W [out,in], as torch.nn.Linear; b may be omitted) · relu, leaky-relu (slope), sigmoid, tanh, softmax (last axis): [z] · ' +
      'conv2d: [x, W, b] with x [B,H,W,C], W [kh,kw,C,D], depthwise-conv2d: W [kh,kw,C,M], b may be omitted; strides, padding, dilation · max-pool, avg-pool: [x], window, strides, padding · global-avg-pool: [x] -> [B,C] · ' +
      'batch-norm: [x, mean, variance, gamma, beta], batch-norm-training: [x, gamma, beta]; epsilon · flatten: [x] -> [B, rest] · ' +
      'layer-norm: [x, gamma, beta], each row of the last axis normalised, as torch.nn.LayerNorm; epsilon · ' +
      'matmul: [a, b] -> a b with a [..,N,K] and b [..,K,M] or [K,M]; transpose · multiply: [a, b], add: [a, b, ...], of the same shape, element by element · ' +
      'concat: [a, b, ...], joined along axis · slice: [x] -> one of several equal parts along axis; part, parts · ' +
      'attention: [q, k, v] with q [..,T,D], k [..,S,D], v [..,S,E] -> softmax(q k^T / sqrt(D / heads)) v [..,T,E], the softmax over the keys; heads, causal · ' +
      'cross-entropy: [logits, label] -> mean of -log softmax(logits)[label] · half-squared-error: [yhat, y] -> mean over the batch of (y - yhat)^2 / 2 · ' +
      'squared-error: [out, y or label] -> mean over the batch of (out - y)^2 · brier: [logits, label] -> mean of sum_k (softmax(logits)_k - onehot_k)^2 · ' +
      'one-hot-l2: [out, label] -> mean of sum_k (out_k - onehot_k)^2',
  ),
  of: Type.Array(Type.String(), {
    minItems: 1,
    maxItems: 16,
    description: 'The operands: inputs, parameters or earlier nodes.',
  }),
  slope: Type.Optional(Type.Number({ description: 'leaky-relu only: slope for negative inputs (default 0.01).' })),
  window: Type.Optional(Steps('max-pool and avg-pool only: height and width of the window (default 2).')),
  strides: Type.Optional(Steps('Convolution (default 1) and pooling (default: the window) only.')),
  dilation: Type.Optional(Steps('Convolution only (default 1).')),
  padding: Type.Optional(Words(['valid', 'same'], 'Convolution and pooling only, as TensorFlow pads (default valid).')),
  epsilon: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      description: 'Batch normalisation (default 0.001) and layer normalisation (default 0.00001) only.',
    }),
  ),
  transpose: Type.Optional(
    Words(['first', 'second', 'both'], 'matmul only: which operand is used with its last two sides swapped.'),
  ),
  axis: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 7, description: 'concat and slice only: counted from 0 (default: the last).' }),
  ),
  part: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 63, description: 'slice only: which of the parts, counted from 0.' }),
  ),
  parts: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 64, description: 'slice only: into how many equal parts the axis is cut.' }),
  ),
  heads: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 64, description: 'attention only: heads that share the columns (default 1).' }),
  ),
  causal: Type.Optional(
    Type.Boolean({ description: 'attention only: query i sees keys 0 to i alone (default false).' }),
  ),
});
export type NetworkNode = Static<typeof NetworkNode>;

const Side = Type.Union([Type.Integer({ minimum: 1 }), Type.String({ pattern: '^[A-Z][A-Za-z0-9]*$' })], {
  description: 'A whole number, or a name in capitals (B, D, H) whose size a sample set defines.',
});
const Shape = Type.Array(Side, {
  description: 'The sides: whole numbers, or capital letters (B, D, H) whose sizes a sample set defines.',
});

export const Network = Strict({
  inputs: Type.Record(Type.String(), Shape, { description: 'Inputs and their shapes, e.g. x: [B, D].' }),
  labels: Type.Optional(
    Type.Record(Type.String(), Strict({ shape: Shape, classes: Side }), {
      description: 'Integer class labels (int32) and their number of classes.',
    }),
  ),
  parameters: Type.Record(Type.String(), Shape, {
    description: 'Trainable parameters and their shapes, e.g. W1: [H, D].',
  }),
  nodes: Type.Array(NetworkNode, { minItems: 1, description: 'Nodes in order; the last one is the loss.' }),
});
export type Network = Static<typeof Network>;

export const SampleSet = TaggedUnion(
  'kind',
  [
    Strict({
      kind: Type.Literal('given'),
      network: Type.String(),
      values: Type.Record(Type.String(), NestedNumbers, {
        description: 'A value for every input, parameter and label. Code gets the nearest float32.',
      }),
    }),
    Strict({
      kind: Type.Literal('generic'),
      network: Type.String(),
      sizes: Type.Record(Type.String(), Type.Integer({ minimum: 1, maximum: 64 }), {
        description: 'A size for every letter, e.g. B: 5.',
      }),
      count: Type.Integer({ minimum: 1, maximum: 10, description: 'The number of samples.' }),
      seed: Type.Integer({
        minimum: 0,
        description:
          'Seeds are tried in order from this one until the sample is generic. With `--seed N` of grade and batch, the first seed is a digest of this number and N.',
      }),
      margin: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          description: 'The smallest |pre-activation| / rms allowed at every kink (default 0.01).',
        }),
      ),
    }),
  ],
  'Samples, the inputs at which a network is evaluated: given values, or generic ones from a seed, which keep away from kinks. `--seed` replaces only generic ones.',
);
export type SampleSet = Static<typeof SampleSet>;
