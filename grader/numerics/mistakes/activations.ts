/** Mistakes with relu and other activations: the mask, and another function in its place. */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { dataLossOf } from '../network.js';
import { isRectifier, RECTIFIERS } from '../ops/activations.js';
import { OPS } from '../ops/index.js';
import { at, build, operand, type BackwardCall, type Rewrite } from '../ops/op.js';
import { equalShapes } from '../shapes.js';
import { outputChanged } from './loss-rewrites.js';
import { atNodes, atOps, type Mistake, type Where } from './mistake.js';

const isKinked = ({ op }: NetworkNode) => isRectifier(op);

/** The gradient of an activation, element by element, from its pre-activation z, its output a and the upstream g. */
function slopes(where: Where, rule: (g: number, z: number, a: number, usual: number) => number): Rewrite {
  return {
    backward: (call, usual) => {
      const right = usual(call);
      if (right === null || !where(call.node)) return right;
      const z = operand(call.operands, 0);
      return build(z.shape, (i) => rule(at(call.upstream, i), at(z, i), at(call.output, i), at(right, i)));
    },
  };
}

/** Another activation in place of the right one, forward and backward. */
function replacedBy(op: NetworkNode['op'] | null): (where: Where) => Rewrite {
  return (where) => ({
    forward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      return op === null ? copy(operand(call.operands, 0)) : usual({ ...call, node: { ...call.node, op } });
    },
    backward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      return op === null ? call.upstream : usual({ ...call, node: { ...call.node, op } });
    },
  });
}

function copy(tensor: TensorData): TensorData {
  return build(tensor.shape, (i) => at(tensor, i));
}

/** The mask of the first other relu of the same shape. */
function otherMask(where: Where, kinked: readonly NetworkNode[]): Rewrite {
  return {
    backward: (call, usual) => {
      const other = where(call.node) ? otherPreActivation(call, kinked) : undefined;
      if (other === undefined) return usual(call);
      return build(call.upstream.shape, (i) => (at(other, i) > 0 ? at(call.upstream, i) : 0));
    },
  };
}

function otherPreActivation(
  { node, operands, values }: Pick<BackwardCall, 'node' | 'operands' | 'values'>,
  kinked: readonly NetworkNode[],
): TensorData | undefined {
  const { shape } = operand(operands, 0);
  return kinked
    .filter(({ name }) => name !== node.name)
    .map(({ of }) => values[of[0] ?? ''])
    .find((z) => z !== undefined && equalShapes(z.shape, shape));
}

/** An extra relu on what the loss gets. */
function reluOnOutput(where: Where): Rewrite {
  const clipped = (operands: readonly TensorData[]) =>
    operands.map((one, index) => (index === 0 ? build(one.shape, (i) => Math.max(0, at(one, i))) : one));
  return {
    forward: (call, usual) => (where(call.node) ? usual({ ...call, operands: clipped(call.operands) }) : usual(call)),
    backward: (call, usual) => {
      if (!where(call.node)) return usual(call);
      const part = usual({ ...call, operands: clipped(call.operands) });
      if (part === null || call.index !== 0) return part;
      const z = operand(call.operands, 0);
      return build(part.shape, (i) => (at(z, i) > 0 ? at(part, i) : 0));
    },
  };
}

const MASK = 'Where its input is negative, relu is flat: how much of the gradient passes through there?';
const WHICH_MASK = 'From which tensor, at which layer, does the mask of a relu come?';
const WHICH_ACTIVATION = 'Which function stands between these two layers in the network of the homework?';
const DERIVATIVE = 'Write the derivative of the activation down: is it a function of its input, or of its output?';

export const ACTIVATIONS: readonly Mistake[] = [
  {
    name: 'relu-no-mask',
    topic: 'relu and other activations',
    kind: 'rule',
    main: true,
    sentence: 'is the result if relu passes the gradient on everywhere',
    hint: MASK,
    section: 'Quiz 2: backward propagation',
    variants: atOps(RECTIFIERS, (where) => slopes(where, (g) => g)),
  },
  {
    name: 'relu-inverted-mask',
    topic: 'relu and other activations',
    kind: 'rule',
    main: true,
    sentence: 'is the result with the inverted relu mask',
    hint: MASK,
    section: 'Quiz 2: backward propagation',
    variants: atOps(RECTIFIERS, (where) => slopes(where, (g, z) => (z > 0 ? 0 : g))),
  },
  {
    name: 'relu-mask-of-gradient',
    topic: 'relu and other activations',
    kind: 'rule',
    sentence: 'is the result if relu is applied to the gradient itself',
    hint: 'Which tensor decides where relu passes the gradient on: its input, or the gradient that arrives?',
    section: 'Quiz 2: backward propagation',
    variants: atOps(RECTIFIERS, (where) => slopes(where, (g) => Math.max(0, g))),
  },
  {
    name: 'relu-times-activation',
    topic: 'relu and other activations',
    kind: 'rule',
    sentence: 'is the result if the gradient is multiplied by relu itself in place of its slope',
    hint: 'What is the slope of relu at an input of 3, and what is its value there?',
    section: 'Quiz 2: questions on Jacobians',
    variants: atOps(RECTIFIERS, (where) => slopes(where, (g, _z, a) => g * a)),
  },
  {
    name: 'relu-mask-of-other-layer',
    topic: 'relu and other activations',
    kind: 'rule',
    fromElsewhere: true,
    sentence: 'is the result with the relu mask of another layer',
    hint: WHICH_MASK,
    section: 'Quiz 2: backward propagation',
    variants: (setting) => {
      const kinked = setting.network.nodes.filter(isKinked);
      const hasOther = (node: NetworkNode) => {
        const z = setting.values[node.of[0] ?? ''];
        return (
          z !== undefined && otherPreActivation({ node, operands: [z], values: setting.values }, kinked) !== undefined
        );
      };
      return atNodes(
        (node) => isKinked(node) && hasOther(node),
        (where) => otherMask(where, kinked),
      )(setting);
    },
  },
  {
    name: 'activation-missing',
    topic: 'relu and other activations',
    kind: 'rule',
    main: true,
    sentence: 'is the result without the activation function',
    hint: WHICH_ACTIVATION,
    section: 'Quiz 2: forward propagation',
    variants: atOps([...RECTIFIERS, 'sigmoid', 'tanh', 'softplus', 'gelu'], replacedBy(null)),
  },
  {
    name: 'sigmoid-for-relu',
    topic: 'relu and other activations',
    kind: 'rule',
    sentence: 'is the result with sigmoid in place of relu',
    hint: WHICH_ACTIVATION,
    section: 'Quiz 2: forward propagation',
    variants: atOps(RECTIFIERS, replacedBy('sigmoid')),
  },
  {
    name: 'tanh-for-relu',
    topic: 'relu and other activations',
    kind: 'rule',
    sentence: 'is the result with tanh in place of relu',
    hint: WHICH_ACTIVATION,
    section: 'Quiz 2: forward propagation',
    variants: atOps(RECTIFIERS, replacedBy('tanh')),
  },
  {
    name: 'relu-for-other-activation',
    topic: 'relu and other activations',
    kind: 'rule',
    sentence: 'is the result with relu in place of the activation function',
    hint: WHICH_ACTIVATION,
    section: 'Quiz 2: forward propagation',
    variants: atOps(['sigmoid', 'tanh', 'softplus', 'gelu'], replacedBy('relu')),
  },
  {
    name: 'relu-on-output',
    topic: 'relu and other activations',
    kind: 'rule',
    sentence: 'is the result with one more relu between the last layer and the loss',
    hint: 'May an output of the network be negative, and what happens to such an output in your code?',
    section: 'Quiz 2: forward propagation',
    variants: (setting) => [
      ...atNodes(
        (node, { network, values }) =>
          node === dataLossOf(network) && OPS[node.op].isLoss && hasNegative(values[node.of[0] ?? '']),
        reluOnOutput,
      )(setting),
      ...atNodes(
        ({ name }, { network, values }) => dataLossOf(network)?.of[0] === name && hasNegative(values[name]),
        outputChanged(positive, (upstream, output) =>
          build(upstream.shape, (i) => (at(output, i) > 0 ? at(upstream, i) : 0)),
        ),
      )(setting),
    ],
  },
  {
    name: 'sigmoid-slope-of-output',
    topic: 'relu and other activations',
    kind: 'rule',
    sentence: 'is the result if sigmoid is applied again in its derivative',
    hint: DERIVATIVE,
    section: 'Quiz 2: backward propagation',
    variants: atOps(['sigmoid'], (where) => slopes(where, (g, _z, a) => g * sigmoidSlope(a))),
  },
  {
    name: 'tanh-slope-of-input',
    topic: 'relu and other activations',
    kind: 'rule',
    sentence: 'is the result if the derivative of tanh uses its input',
    hint: DERIVATIVE,
    section: 'Quiz 2: backward propagation',
    variants: atOps(['tanh'], (where) => slopes(where, (g, z) => g * (1 - z * z))),
  },
];

const positive = (z: TensorData) => build(z.shape, (i) => Math.max(0, at(z, i)));

function sigmoidSlope(z: number): number {
  const s = 1 / (1 + Math.exp(-z));
  return s * (1 - s);
}

function hasNegative(tensor: TensorData | undefined): boolean {
  return tensor?.values.some((value: number) => value < 0) ?? false;
}
