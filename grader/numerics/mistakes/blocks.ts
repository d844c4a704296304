/** Mistakes with residual connections, attention and dropout. */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { attend, attendVjp, type AttentionOptions } from '../ops/attention.js';
import { at, build, operand, type Rewrite } from '../ops/op.js';
import { equalShapes } from '../shapes.js';
import { atNodes, atOps, type Mistake, type Setting, type Where } from './mistake.js';
import { calledWith, share, withOperand, zerosLike } from './rewriting.js';

/** A sum without operand `index`. */
function summandMissing(index: number): (where: Where) => Rewrite {
  return (where) => ({
    ...summandGradientMissing(index)(where),
    forward: (call, usual) =>
      usual(where(call.node) ? { ...call, operands: withOperand(call.operands, index, zerosLike) } : call),
  });
}

function summandGradientMissing(index: number): (where: Where) => Rewrite {
  return share(index, ({ operands }) => zerosLike(operand(operands, index)));
}

/** Attention with other internals. */
function attendingOtherwise(change: (q: TensorData, node: NetworkNode) => AttentionOptions): (where: Where) => Rewrite {
  const options = ({ node, operands }: { readonly node: NetworkNode; readonly operands: readonly TensorData[] }) => ({
    heads: node.heads,
    causal: node.causal,
    ...change(operand(operands, 0), node),
  });
  return (where) => ({
    forward: (call, usual) => (where(call.node) ? attend(call.operands, options(call)) : usual(call)),
    backward: (call, usual) =>
      where(call.node) ? attendVjp(call.operands, call.upstream, call.index, options(call)) : usual(call),
  });
}

const widthOf = (q: TensorData, { heads = 1 }: NetworkNode) => (q.shape.at(-1) ?? 1) / heads;

/** The operands in another order, or one of them twice: operand `i` takes the tensor at `order[i]`. */
function reordered(order: readonly [number, number, number]): (where: Where) => Rewrite {
  const moved = (operands: readonly TensorData[]) => order.map((place) => operand(operands, place));
  return (where) => ({
    forward: (call, usual) => usual(where(call.node) ? { ...call, operands: moved(call.operands) } : call),
    backward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      const operands = moved(call.operands);
      const parts = order.flatMap((place, index) =>
        place === call.index ? (usual({ ...call, operands, index }) ?? []) : [],
      );
      const zero = zerosLike(operand(call.operands, call.index));
      return parts.reduce((sum, part) => build(part.shape, (i) => at(sum, i) + at(part, i)), zero);
    },
  });
}

const haveOneShape =
  (...places: readonly number[]) =>
  ({ op, of }: NetworkNode, { values }: Setting) => {
    const [first, ...others] = places.map((place) => values[of[place] ?? '']?.shape ?? []);
    return op === 'attention' && others.every((shape) => equalShapes(shape, first ?? []));
  };

const TOPIC = 'residual connections, normalisation and attention';
const SHORT_WAY = 'Along how many ways does a change of this value reach the loss?';
const SCORES = 'Write one score of attention down: by what is the product of a query and a key divided?';

export const BLOCKS: readonly Mistake[] = [
  {
    name: 'residual-missing',
    topic: TOPIC,
    kind: 'rule',
    main: true,
    sentence: 'is the result without the residual connection',
    hint: 'Which two tensors are added after this block?',
    section: 'Tips for training neural networks',
    variants: (setting) => [0, 1].flatMap((index) => atOps(['add'], summandMissing(index))(setting)),
  },
  {
    name: 'residual-gradient-missing',
    topic: TOPIC,
    kind: 'rule',
    main: true,
    sentence: 'is the result if no gradient passes through one side of the residual connection',
    hint: SHORT_WAY,
    section: 'Quiz 2: backward propagation',
    variants: (setting) => [0, 1].flatMap((index) => atOps(['add'], summandGradientMissing(index))(setting)),
  },
  {
    name: 'attention-scale-missing',
    topic: TOPIC,
    kind: 'rule',
    main: true,
    sentence: 'is the result with scores of attention that are not scaled',
    hint: SCORES,
    section: 'Tips for training neural networks',
    variants: atNodes(
      (node, { values }) => node.op === 'attention' && hasWidth(values[node.of[0] ?? ''], node),
      attendingOtherwise(() => ({ scale: 1 })),
    ),
  },
  {
    name: 'attention-scale-linear',
    topic: TOPIC,
    kind: 'rule',
    sentence: 'is the result with scores of attention that are divided by d',
    hint: SCORES,
    section: 'Tips for training neural networks',
    variants: atNodes(
      (node, { values }) => node.op === 'attention' && hasWidth(values[node.of[0] ?? ''], node),
      attendingOtherwise((q, node) => ({ scale: 1 / widthOf(q, node) })),
    ),
  },
  {
    name: 'attention-softmax-over-queries',
    topic: TOPIC,
    kind: 'rule',
    main: true,
    sentence: 'is the result with softmax over the queries in place of the keys',
    hint: 'Which weights must add up to one: those of one query, or those of one key?',
    section: 'Tips for training neural networks',
    variants: atOps(
      ['attention'],
      attendingOtherwise(() => ({ softmaxOver: 'queries' })),
    ),
  },
  {
    name: 'attention-keys-as-values',
    topic: TOPIC,
    kind: 'rule',
    main: true,
    sentence: 'is the result if attention mixes the keys in place of the values',
    hint: 'Which tensor is multiplied by the weights of attention?',
    section: 'Tips for training neural networks',
    variants: atNodes(haveOneShape(1, 2), reordered([0, 1, 1])),
  },
  {
    name: 'attention-query-key-swapped',
    topic: TOPIC,
    kind: 'rule',
    sentence: 'is the result with queries and keys in each other’s place',
    hint: 'Which index of the scores is that of the output: the one of the queries, or the one of the keys?',
    section: 'Tips for training neural networks',
    variants: atNodes(haveOneShape(0, 1), reordered([1, 0, 2])),
  },
  {
    name: 'dropout-not-scaled',
    topic: TOPIC,
    kind: 'rule',
    sentence: 'is the result if the values that dropout keeps are not scaled',
    hint: 'How does the mean of a value stay the same when some of its inputs are set to zero?',
    section: 'Tips for training neural networks',
    variants: atNodes(
      ({ op, rate = 0 }) => op === 'dropout' && rate > 0,
      calledWith(({ node }) => ({ node: { ...node, rate: 0 } })),
    ),
  },
  {
    name: 'dropout-mask-missing-in-gradient',
    topic: TOPIC,
    kind: 'rule',
    sentence: 'is the result if the mask of dropout is not applied to the gradient',
    hint: 'If an input that was dropped changes, does the loss change?',
    section: 'Quiz 2: backward propagation',
    variants: atOps(
      ['dropout'],
      share(0, ({ upstream }) => upstream),
    ),
  },
];

function hasWidth(q: TensorData | undefined, node: NetworkNode): boolean {
  return q !== undefined && widthOf(q, node) > 1;
}
