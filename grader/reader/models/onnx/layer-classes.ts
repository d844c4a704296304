/**
 * Calls an operation by the name that a rubric uses for the layer of Keras that does the same, and says which activation
 * it applies: `linear` for a layer with weights, none for what only arranges, pools or normalises, as for models of
 * tf.js. Whatever else bends its input counts as an activation of the operator's name, so that a model that has to be
 * linear cannot hide it. Pure.
 */
import type { OnnxNode } from '../../../onnx/format/model.js';
import type { Constants } from '../../../onnx/format/constants.js';
import { traitOf, type Trait } from './operators.js';

export interface Described {
  readonly className: string;
  readonly activation: string | null;
}

export interface Around {
  readonly constants: Constants;
  /** Whether a value depends on the numbers of the example. */
  readonly isComputed: (name: string) => boolean;
  /** Sides of an example without channels: 2 for images. */
  readonly sides: number;
}

const ACTIVATIONS: Readonly<Record<string, readonly [className: string, activation: string]>> = {
  Relu: ['ReLU', 'relu'],
  LeakyRelu: ['LeakyReLU', 'leakyReLU'],
  PRelu: ['PReLU', 'pReLU'],
  Elu: ['ELU', 'elu'],
  ThresholdedRelu: ['ThresholdedReLU', 'thresholdedReLU'],
  Softmax: ['Softmax', 'softmax'],
  LogSoftmax: ['Activation', 'logSoftmax'],
  HardSwish: ['Activation', 'hardSilu'],
};
const POOLS: Readonly<Record<string, string>> = {
  ...{ MaxPool: 'MaxPooling', AveragePool: 'AveragePooling', GlobalMaxPool: 'GlobalMaxPooling' },
  ...{ GlobalAveragePool: 'GlobalAveragePooling', ReduceMean: 'GlobalAveragePooling', ReduceMax: 'GlobalMaxPooling' },
};
const NORMALISATIONS: Readonly<Record<string, string>> = {
  InstanceNormalization: 'GroupNormalization',
  LpNormalization: 'UnitNormalization',
};
const ARRANGEMENTS: Readonly<Record<string, string>> = {
  ...{ Concat: 'Concatenate', Pad: 'ZeroPadding', Slice: 'Cropping', Split: 'Cropping', Gather: 'Cropping' },
  ...{ Resize: 'UpSampling', Upsample: 'UpSampling' },
};
/** Classes whose name ends with the number of sides: `2D`. */
const SIDED = /^(?:ZeroPadding|Cropping|UpSampling)$/;
/** Add up or subtract: the result bends nowhere. */
const SUMS: Readonly<Record<string, string>> = { Add: 'Add', Sum: 'Add', Sub: 'Subtract', Mean: 'Average' };
const LINEAR = new Set(['Neg', 'ReduceSum', 'CumSum', 'Trilu', 'DequantizeLinear']);

export function describe(node: OnnxNode, around: Around): Described {
  const trait: Trait | undefined = traitOf(node.operator);
  switch (trait) {
    case 'weighing':
      return weighing(node, around);
    case 'recurrent':
      return { className: node.operator === 'RNN' ? 'SimpleRNN' : node.operator, activation: 'tanh' };
    case 'pooling':
      return { className: pool(node, around), activation: null };
    case 'normalising':
      return {
        className: NORMALISATIONS[node.operator] ?? node.operator,
        activation: isFed(node, around) ? bending(node) : null,
      };
    case 'activating':
      return activating(node, around);
    case 'arranging':
      return arranging(node, around);
    case 'computing':
      return computing(node, around);
    default:
      return { className: node.operator, activation: bending(node) };
  }
}

/** The activation as which an operator is reported that is none of those of Keras: `erf`, `where`. */
function bending({ operator }: OnnxNode): string {
  return operator.charAt(0).toLowerCase() + operator.slice(1);
}

/** Its weights, bounds or indices depend on the example. */
function isFed({ inputs }: OnnxNode, { isComputed }: Around): boolean {
  return inputs.slice(1).some(isComputed);
}

function weighing(node: OnnxNode, around: Around): Described {
  const { operator, inputs } = node;
  const activation = inputs.filter(around.isComputed).length > 1 ? bending(node) : 'linear';
  if (operator === 'Einsum') return { className: 'EinsumDense', activation };
  if (/Conv/.test(operator)) return { className: convolution(node, around), activation };
  return { className: activation === 'linear' ? 'Dense' : 'Dot', activation };
}

function convolution({ operator, inputs, attributes }: OnnxNode, { constants, sides }: Around): string {
  const kernel = constants.get(inputs[operator === 'QLinearConv' ? 3 : 1] ?? '')?.shape;
  const own = `${String(kernel === undefined ? sides : kernel.length - 2)}D`;
  if (operator === 'ConvTranspose') return `Conv${own}Transpose`;
  const { group } = attributes;
  const isDeep = group?.kind === 'int' && group.value > 1 && kernel?.[1] === 1;
  return `${isDeep ? 'Depthwise' : ''}Conv${own}`;
}

function pool({ operator, attributes }: OnnxNode, { sides }: Around): string {
  const { kernel_shape: window } = attributes;
  const own = window?.kind === 'ints' ? window.values.length : sides;
  const name = POOLS[operator];
  return name === undefined ? operator : `${name}${String(own)}D`;
}

function activating(node: OnnxNode, { constants }: Around): Described {
  if (node.operator === 'Clip' && isClippedAt(node, constants, 0, 6)) return { className: 'ReLU', activation: 'relu6' };
  const [className, activation] = ACTIVATIONS[node.operator] ?? ['Activation', bending(node)];
  return { className, activation };
}

/** The bounds are attributes before opset 11, and inputs since. */
function isClippedAt({ inputs, attributes }: OnnxNode, constants: Constants, least: number, most: number): boolean {
  const bound = (index: number, name: string) => {
    const attribute = attributes[name];
    if (attribute?.kind === 'float') return attribute.value;
    const tensor = constants.get(inputs[index] ?? '');
    if (tensor?.type !== 'float32' || tensor.bytes.length !== 4) return null;
    return new DataView(tensor.bytes.buffer, tensor.bytes.byteOffset).getFloat32(0, true);
  };
  return bound(1, 'min') === least && bound(2, 'max') === most;
}

function arranging(node: OnnxNode, around: Around): Described {
  const { operator, inputs } = node;
  const name = ARRANGEMENTS[operator] ?? operator;
  const className = SIDED.test(name) ? `${name}${String(around.sides)}D` : name;
  if (operator === 'Concat') return { className, activation: null };
  // where a value goes or comes from must not depend on the example; what is scattered may
  const steering = operator.startsWith('Scatter') ? [inputs[1] ?? ''] : inputs.slice(1);
  if (!steering.some(around.isComputed)) return { className, activation: null };
  return { className: operator === 'Gather' ? 'Embedding' : operator, activation: bending(node) };
}

function computing(node: OnnxNode, around: Around): Described {
  const { operator, inputs } = node;
  const computed = inputs.filter(around.isComputed).length;
  const name = SUMS[operator];
  if (name !== undefined) return { className: computed > 1 ? name : 'Rescaling', activation: null };
  if (POOLS[operator] !== undefined) return { className: pool(node, around), activation: null };
  if (LINEAR.has(operator)) return { className: operator === 'Neg' ? 'Rescaling' : operator, activation: null };
  const scales = operator === 'Mul' || (operator === 'Div' && !around.isComputed(inputs[1] ?? ''));
  if (scales && computed === 1) return { className: 'Rescaling', activation: null };
  return { className: operator === 'Mul' ? 'Multiply' : operator, activation: bending(node) };
}
