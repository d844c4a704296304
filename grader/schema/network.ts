/** How a rubric describes a reference network and the samples at which it is evaluated. */
import Type, { type Static } from 'typebox';
import { Id, Pair, Strict, TaggedUnion, Words } from './common.js';
import { OP_NAMES, OPERATIONS } from './operations.js';
import type { Nested } from '../tensor/tensor.js';

export type { OpName } from './operations.js';

const NestedNumbers = Type.Unsafe<Nested>({
  description: 'A number, or (nested) arrays of numbers.',
  anyOf: [{ type: 'number' }, { type: 'array', items: {} }],
});
export { NestedNumbers };

const Step = Type.Integer({ minimum: 1 });
const Steps = (description: string) => Type.Union([Step, Pair(Step)], { description });

export const NetworkNode = Strict({
  name: Id('The name of the value that this node computes.'),
  op: Words(
    OP_NAMES,
    Object.entries(OPERATIONS)
      .map(([name, what]) => `${name}: ${what}`)
      .join(' · '),
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
  activation: Type.Optional(Words(['tanh', 'sigmoid'], 'rnn-step only (default tanh).')),
  approximate: Type.Optional(
    Words(['none', 'tanh'], 'gelu only: tanh computes the well-known approximation (default none).'),
  ),
  rate: Type.Optional(
    Type.Number({ minimum: 0, exclusiveMaximum: 1, description: 'dropout only: the share of zeros in the mask.' }),
  ),
  lambda: Type.Optional(
    Type.Number({ exclusiveMinimum: 0, description: 'weight-decay only: the factor of half of the squares.' }),
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
      description:
        'Class labels or ids of an embedding: whole numbers (int32) from 0 on, and how many there are (classes).',
    }),
  ),
  parameters: Type.Record(Type.String(), Shape, {
    description: 'Trainable parameters and their shapes, e.g. W1: [H, D].',
  }),
  nodes: Type.Array(NetworkNode, {
    minItems: 1,
    maxItems: 1000,
    description: 'Nodes in order; the last one is the loss.',
  }),
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
