/** Mistakes with linear layers: weights, biases, and what a weight's gradient is made of. */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, scaled, type Rewrite } from '../ops/op.js';
import { transpose } from '../shapes.js';
import { atNodes, type Mistake, type Setting, type Where } from './mistake.js';
import { share, withOperand, zerosLike } from './rewriting.js';

const [WEIGHT, BIAS] = [1, 2];
/** Operations with a weight and, if need be, a bias. */
const LAYERS: readonly NetworkNode['op'][] = ['linear', 'conv2d', 'depthwise-conv2d'];
const ACTIVATIONS: readonly NetworkNode['op'][] = ['relu', 'leaky-relu', 'sigmoid', 'tanh', 'softplus', 'gelu'];

/** A matrix whose shape allows it to differ from its transpose. */
function isSquare(tensor: TensorData | undefined): boolean {
  return tensor?.shape.length === 2 && tensor.shape[0] === tensor.shape[1] && tensor.shape[0] !== 1;
}

const hasSquareWeight = ({ op, of }: NetworkNode, { values }: Setting) =>
  op === 'linear' && isSquare(values[of[WEIGHT] ?? '']);

const turned = (operands: readonly TensorData[]) => withOperand(operands, WEIGHT, transpose);

/** The biases times a factor in the forward pass, and in their gradient where it is calculated from that. */
function biasTimes(factor: number, inGradient: 'too' | 'not'): (where: Where) => Rewrite {
  const changed = (operands: readonly TensorData[]) => withOperand(operands, BIAS, (bias) => scaled(bias, factor));
  return (where) => ({
    forward: (call, usual) => (where(call.node) ? usual({ ...call, operands: changed(call.operands) }) : usual(call)),
    ...(inGradient === 'too' && {
      backward: (call, usual) => {
        const part = usual(call);
        return part !== null && call.index === BIAS && where(call.node) ? scaled(part, factor) : part;
      },
    }),
  });
}

const bothWays =
  (factor: number): Mistake['variants'] =>
  (setting) =>
    (['not', 'too'] as const).flatMap((inGradient) => atNodes(hasBias, biasTimes(factor, inGradient))(setting));

const hasBias = ({ op, of }: NetworkNode) => LAYERS.includes(op) && of.length > BIAS;

function nodeBefore({ of }: NetworkNode, { network }: Setting): NetworkNode | undefined {
  return network.nodes.find(({ name }) => name === of[0]);
}

/** The activation that follows; undefined if there is none, or more than one node follows. */
function activationAfter({ name }: NetworkNode, { network }: Setting): NetworkNode | undefined {
  const [next, ...others] = network.nodes.filter(({ of }) => of.includes(name));
  return others.length === 0 && next !== undefined && ACTIVATIONS.includes(next.op) ? next : undefined;
}

/** The gradient of operand `index` from the gradient of the activation's output in place of its input. */
function beforeMask(index: number): Mistake['variants'] {
  return (setting) =>
    atNodes(
      (node) => LAYERS.includes(node.op) && node.of.length > index && activationAfter(node, setting) !== undefined,
      share(index, (call, usual) => {
        const upstream = call.gradients[activationAfter(call.node, setting)?.name ?? ''];
        return upstream === undefined ? usual(call) : usual({ ...call, upstream });
      }),
    )(setting);
}

const SIDES = 'Write down the shapes of both factors: which side of W is summed over?';
const BATCH_OF_BIAS = 'The bias is used once per example: how do the uses combine in its gradient?';

export const LINEAR: readonly Mistake[] = [
  {
    name: 'weight-not-transposed',
    topic: 'linear layers',
    kind: 'rule',
    main: true,
    sentence: 'is the result with W^T in place of W',
    hint: SIDES,
    section: 'Quiz 2: forward propagation',
    variants: atNodes(hasSquareWeight, (where) => ({
      forward: (call, usual) => usual(where(call.node) ? { ...call, operands: turned(call.operands) } : call),
      backward: (call, usual) => {
        if (!where(call.node)) return usual(call);
        const part = usual({ ...call, operands: turned(call.operands) });
        return part !== null && call.index === WEIGHT ? transpose(part) : part;
      },
    })),
  },
  {
    name: 'input-gradient-transposed',
    topic: 'linear layers',
    kind: 'rule',
    main: true,
    sentence: 'is the result if the gradient is multiplied by W^T in place of W on its way back',
    hint: SIDES,
    section: 'Quiz 2: backward propagation',
    variants: atNodes(
      hasSquareWeight,
      share(0, (call, usual) => usual({ ...call, operands: turned(call.operands) })),
    ),
  },
  {
    name: 'weight-gradient-transposed',
    topic: 'linear layers',
    kind: 'rule',
    main: true,
    sentence: 'is the result with the gradient of W transposed',
    hint: 'Compare with the shape of W: which index counts outputs and which counts inputs?',
    section: 'Quiz 2: backward propagation',
    variants: atNodes(
      hasSquareWeight,
      share(WEIGHT, (call, usual) => {
        const part = usual(call);
        return part === null ? null : transpose(part);
      }),
    ),
  },
  {
    name: 'weight-gradient-from-pre-activation',
    topic: 'linear layers',
    kind: 'rule',
    fromElsewhere: true,
    main: true,
    sentence: 'is the result if the gradient of W uses the value before the activation function',
    hint: 'Which tensor is multiplied by this W in the forward pass?',
    section: 'Quiz 2: backward propagation',
    variants: (setting) =>
      atNodes(
        (node) => LAYERS.includes(node.op) && ACTIVATIONS.includes(nodeBefore(node, setting)?.op ?? 'linear'),
        share(WEIGHT, (call, usual) => {
          const before = call.values[nodeBefore(call.node, setting)?.of[0] ?? ''];
          return before === undefined
            ? usual(call)
            : usual({ ...call, operands: withOperand(call.operands, 0, () => before) });
        }),
      )(setting),
  },
  {
    name: 'weight-gradient-before-mask',
    topic: 'linear layers',
    kind: 'rule',
    fromElsewhere: true,
    main: true,
    sentence: 'is the result if the gradient of W uses the gradient before it has passed the activation function',
    hint: 'Which value of the network is the output of this layer itself, and what is its gradient?',
    section: 'Quiz 2: backward propagation',
    variants: beforeMask(WEIGHT),
  },
  {
    name: 'bias-gradient-before-mask',
    topic: 'linear layers',
    kind: 'rule',
    fromElsewhere: true,
    main: true,
    sentence: 'is the result if the gradient of b uses the gradient before it has passed the activation function',
    hint: 'Which value of the network is the bias added to, and what is its gradient?',
    section: 'Quiz 2: backward propagation',
    variants: beforeMask(BIAS),
  },
  {
    name: 'bias-gradient-zero',
    topic: 'linear layers',
    kind: 'rule',
    main: true,
    sentence: 'is the result with a gradient of zero for the bias',
    hint: 'If the bias grows by a little, does the loss change?',
    section: 'Quiz 2: backward propagation',
    variants: atNodes(
      hasBias,
      share(BIAS, ({ operands }) => zerosLike(operand(operands, BIAS))),
    ),
  },
  {
    name: 'bias-gradient-of-one-example',
    topic: 'linear layers',
    kind: 'rule',
    sentence: 'is the result if the gradient of b is that of the first example alone',
    hint: BATCH_OF_BIAS,
    section: 'Quiz 2: backward propagation',
    variants: atNodes(
      (node, { values }) => node.op === 'linear' && hasBias(node) && examplesIn(node, values[node.of[0] ?? '']) > 1,
      share(BIAS, ({ upstream, operands }) => build(operand(operands, BIAS).shape, (i) => at(upstream, i))),
    ),
  },
  {
    name: 'bias-gradient-mean',
    topic: 'linear layers',
    kind: 'rule',
    main: true,
    sentence: 'is the result if the gradient of b is a mean over the batch in place of a sum',
    hint: BATCH_OF_BIAS,
    section: 'Quiz 2: backward propagation',
    variants: atNodes(
      (node, { values }) => hasBias(node) && examplesIn(node, values[node.of[0] ?? '']) > 1,
      share(BIAS, (call, usual) => {
        const part = usual(call);
        return part === null ? null : scaled(part, 1 / examplesIn(call.node, operand(call.operands, 0)));
      }),
    ),
  },
  {
    name: 'bias-missing',
    topic: 'linear layers',
    kind: 'rule',
    main: true,
    sentence: 'is the result without the biases',
    hint: 'Which terms does a linear layer add up besides the product?',
    section: 'Quiz 2: forward propagation',
    variants: bothWays(0),
  },
  {
    name: 'bias-twice',
    topic: 'linear layers',
    kind: 'rule',
    sentence: 'is the result if the biases are added twice',
    hint: 'How often is the bias added on the way from the input of the layer to its output?',
    section: 'Quiz 2: forward propagation',
    variants: bothWays(2),
  },
];

/** Images of a convolution; rows of a linear layer. */
function examplesIn({ op }: NetworkNode, tensor: TensorData | undefined): number {
  if (tensor === undefined) return 1;
  return op === 'linear' ? matrixSides(tensor)[0] : (tensor.shape[0] ?? 1);
}
