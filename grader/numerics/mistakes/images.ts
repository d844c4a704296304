/** Mistakes with convolution, pooling and flattening of images [B, H, W, C]. */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, scaled, type Rewrite } from '../ops/op.js';
import { sideOf } from '../ops/windows.js';
import { atNodes, atOps, type Mistake, type Where } from './mistake.js';
import { ENDS, isConvolution, paddedAside, padsOtherwise } from './padding.js';
import { share, withOp, withOperand } from './rewriting.js';

const [FILTER, BIAS] = [1, 2];

/** A filter [kh, kw, C, D] turned by half a circle. */
function flipped(filter: TensorData): TensorData {
  const [tall = 0, wide = 0, inputs = 0, outputs = 0] = filter.shape;
  const depth = inputs * outputs;
  return build(filter.shape, (i) => {
    const place = Math.floor(i / depth);
    return at(filter, (tall * wide - 1 - place) * depth + (i % depth));
  });
}

/** The bias of a convolution from the gradient at some of the places of an image. */
function biasFrom(weightOf: (places: number, place: number) => number): (where: Where) => Rewrite {
  return share(BIAS, ({ upstream, operands }) => {
    const { shape } = operand(operands, BIAS);
    const channels = shape[0] ?? 1;
    const places = (upstream.shape[1] ?? 1) * (upstream.shape[2] ?? 1);
    return build(shape, (channel) => {
      let sum = 0;
      for (let i = channel; i < upstream.values.length; i += channels) {
        sum += weightOf(places, Math.floor(i / channels) % places) * at(upstream, i);
      }
      return sum;
    });
  });
}

/** Where in [C, H, W] order the element `i` of [H, W, C] order is. */
function channelFirst({ shape }: TensorData): (i: number) => number {
  const [, height = 1, width = 1, channels = 1] = shape;
  const size = height * width * channels;
  return (i) => {
    const [image, rest] = [Math.floor(i / size), i % size];
    return image * size + (rest % channels) * height * width + Math.floor(rest / channels);
  };
}

const flattenedChannelFirst = (where: Where): Rewrite => ({
  forward: (call, usual) => {
    if (!where(call.node)) return usual(call);
    const x = operand(call.operands, 0);
    const place = channelFirst(x);
    const out = build(usual(call).shape, () => 0);
    for (let i = 0; i < x.values.length; i += 1) out.values[place(i)] = at(x, i);
    return out;
  },
  backward: (call, usual) => {
    if (!where(call.node)) return usual(call);
    const x = operand(call.operands, 0);
    const place = channelFirst(x);
    return build(x.shape, (i) => at(call.upstream, place(i)));
  },
});

const hasFlippable = (node: NetworkNode, values: Readonly<Record<string, TensorData>>) => {
  const [tall = 1, wide = 1] = values[node.of[FILTER] ?? '']?.shape ?? [];
  return isConvolution(node) && tall * wide > 1;
};
/** Images of several places and several channels, of which one comes first. */
const hasOrder = (x: TensorData | undefined) => {
  const [, height = 1, width = 1, channels = 1, ...others] = x?.shape ?? [];
  return others.length === 0 && height * width > 1 && channels > 1;
};
const hasBias = (node: NetworkNode) => isConvolution(node) && node.of.length > BIAS;
const TURN =
  'Write one output of the convolution as a sum: which cell of the filter meets the first cell of the window?';
const BIAS_USES = 'At how many places of an image is the same bias added, and how do these uses combine?';

export const IMAGES: readonly Mistake[] = [
  {
    name: 'conv-kernel-flipped',
    topic: 'convolution and pooling',
    kind: 'rule',
    main: true,
    sentence: 'is the result if the filter is turned by half a circle in the forward pass',
    hint: TURN,
    section: 'Homework 3',
    variants: atNodes(
      (node, { values }) => hasFlippable(node, values),
      (where) => ({
        forward: (call, usual) =>
          usual(where(call.node) ? { ...call, operands: withOperand(call.operands, FILTER, flipped) } : call),
        backward: (call, usual) => {
          if (!where(call.node)) return usual(call);
          const part = usual({ ...call, operands: withOperand(call.operands, FILTER, flipped) });
          return part !== null && call.index === FILTER ? flipped(part) : part;
        },
      }),
    ),
  },
  {
    name: 'conv-input-gradient-unflipped',
    topic: 'convolution and pooling',
    kind: 'rule',
    main: true,
    sentence: 'is the result if the gradient meets the filter in the wrong direction on its way back',
    hint: TURN,
    section: 'Homework 3',
    variants: atNodes(
      (node, { values }) => hasFlippable(node, values),
      share(0, (call, usual) => usual({ ...call, operands: withOperand(call.operands, FILTER, flipped) })),
    ),
  },
  {
    name: 'conv-filter-gradient-flipped',
    topic: 'convolution and pooling',
    kind: 'rule',
    main: true,
    sentence: 'is the result with the gradient of the filter turned by half a circle',
    hint: TURN,
    section: 'Homework 3',
    variants: atNodes(
      (node, { values }) => hasFlippable(node, values),
      share(FILTER, (call, usual) => {
        const part = usual(call);
        return part === null ? null : flipped(part);
      }),
    ),
  },
  {
    name: 'conv-padding-shifted',
    topic: 'convolution and pooling',
    kind: 'rule',
    sentence: 'is the result with all of the padding on one side of the image',
    hint: 'With `same` padding and a filter of 3 x 3: how many zeros are added on each side of the image?',
    section: 'Homework 3',
    variants: (setting) =>
      ENDS.flatMap((end) =>
        atNodes(
          (node, { values }) => padsOtherwise(node, values[node.of[FILTER] ?? ''], end),
          paddedAside(end),
        )(setting),
      ),
  },
  {
    name: 'conv-bias-gradient-at-one-place',
    topic: 'convolution and pooling',
    kind: 'rule',
    sentence: 'is the result if the gradient of the bias is taken from the first place of the images',
    hint: BIAS_USES,
    section: 'Homework 3',
    variants: atNodes(
      hasBias,
      biasFrom((_places, place) => (place === 0 ? 1 : 0)),
    ),
  },
  {
    name: 'conv-bias-gradient-mean',
    topic: 'convolution and pooling',
    kind: 'rule',
    main: true,
    sentence: 'is the result if the gradient of the bias is a mean over the places of the images',
    hint: BIAS_USES,
    section: 'Homework 3',
    variants: atNodes(
      hasBias,
      biasFrom((places) => 1 / places),
    ),
  },
  {
    name: 'flattened-channel-first',
    topic: 'convolution and pooling',
    kind: 'rule',
    main: true,
    sentence: 'is the result if the images are flattened with their channels first',
    hint: 'In which order does the network of the homework read the numbers of an image: rows, columns, channels?',
    section: 'Homework 3',
    variants: atNodes(
      ({ op, of }, { values }) => op === 'flatten' && hasOrder(values[of[0] ?? '']),
      flattenedChannelFirst,
    ),
  },
  {
    name: 'average-for-maximum',
    topic: 'convolution and pooling',
    kind: 'rule',
    sentence: 'is the result with the mean of each window in place of its maximum',
    hint: 'Which number of a window goes on to the next layer?',
    section: 'Homework 3',
    variants: atOps(['max-pool'], withOp('avg-pool')),
  },
  {
    name: 'maximum-for-average',
    topic: 'convolution and pooling',
    kind: 'rule',
    sentence: 'is the result with the maximum of each window in place of its mean',
    hint: 'Which number of a window goes on to the next layer?',
    section: 'Homework 3',
    variants: atOps(['avg-pool'], withOp('max-pool')),
  },
  {
    name: 'pool-gradient-shared',
    topic: 'convolution and pooling',
    kind: 'rule',
    sentence: 'is the result if the cells of a window share the gradient of its maximum',
    hint: 'If a cell that is not the largest of its window grows a little, does the output change?',
    section: 'Homework 3',
    variants: atOps(['max-pool'], (where) => ({
      backward: (call, usual) => usual(where(call.node) ? { ...call, node: { ...call.node, op: 'avg-pool' } } : call),
    })),
  },
  {
    name: 'pool-gradient-everywhere',
    topic: 'convolution and pooling',
    kind: 'rule',
    main: true,
    sentence: 'is the result if every cell of a window gets the gradient of its maximum',
    hint: 'If a cell that is not the largest of its window grows a little, does the output change?',
    section: 'Homework 3',
    variants: atNodes(
      ({ op, padding }) => op === 'max-pool' && padding !== 'same',
      (where) => ({
        backward: (call, usual) => {
          if (!where(call.node)) return usual(call);
          const { window } = call.node;
          const part = usual({ ...call, node: { ...call.node, op: 'avg-pool' } });
          return part === null ? null : scaled(part, sideOf(window, 0, 2) * sideOf(window, 1, 2));
        },
      }),
    ),
  },
];
