/** The same case on the float64 engine of the grader: output and gradients, if it supports the layer. */
import { OPS } from '../../../grader/numerics/ops/index.js';
import type { NetworkNode } from '../../../grader/schema/network.js';
import { float64, type TensorData } from '../../../grader/tensor/tensor.js';
import type { LayerCase } from './configurations.js';
import type { CaseParts, CaseResult } from './run-case.js';

type Node = Omit<NetworkNode, 'name' | 'of'>;

interface Known {
  readonly node: (options: Options) => Node;
  /** Operands from the inputs and all weights of the layer, in the layer's order. */
  readonly operands: (inputs: readonly TensorData[], weights: readonly TensorData[]) => readonly TensorData[];
  /** For inputs and trainable weights, in the order of the backend's gradients: which operand each is. */
  readonly places: readonly number[];
}

interface Options {
  readonly strides?: [number, number];
  readonly dilationRate?: [number, number];
  readonly padding?: 'same' | 'valid';
  readonly poolSize?: [number, number];
  readonly activation?: string;
  readonly epsilon?: number;
}

const sliding = ({ strides, dilationRate, padding, poolSize }: Options) => ({
  ...(strides === undefined ? {} : { strides }),
  ...(dilationRate === undefined ? {} : { dilation: dilationRate }),
  ...(padding === undefined ? {} : { padding }),
  ...(poolSize === undefined ? {} : { window: poolSize }),
});
const inOrder: Known['operands'] = (inputs, weights) => [...inputs, ...weights];

const KNOWN: Readonly<Record<string, Known>> = {
  conv2d: { node: (options) => ({ op: 'conv2d', ...sliding(options) }), operands: inOrder, places: [0, 1, 2] },
  depthwiseConv2d: {
    node: (options) => ({ op: 'depthwise-conv2d', ...sliding(options) }),
    operands: inOrder,
    places: [0, 1, 2],
  },
  maxPooling2d: { node: (options) => ({ op: 'max-pool', ...sliding(options) }), operands: inOrder, places: [0] },
  averagePooling2d: { node: (options) => ({ op: 'avg-pool', ...sliding(options) }), operands: inOrder, places: [0] },
  globalAveragePooling2d: { node: () => ({ op: 'global-avg-pool' }), operands: inOrder, places: [0] },
  batchNormalization: {
    node: ({ epsilon = 1e-3 }) => ({ op: 'batch-norm', epsilon }),
    // the layer has gamma, beta, mean, variance
    operands: ([x], [gamma, beta, mean, variance]) =>
      [x, mean, variance, gamma, beta].flatMap((tensor) => (tensor === undefined ? [] : [tensor])),
    places: [0, 3, 4],
  },
};

const ACTIVATIONS: Readonly<Record<string, Node['op'] | null>> = {
  linear: null,
  relu: 'relu',
  sigmoid: 'sigmoid',
  tanh: 'tanh',
};

/** null where the engine does not know the layer or its activation, or numbers are not finite. */
export function referenceFor({ name, options, regime }: LayerCase, parts: CaseParts): CaseResult | null {
  const known = KNOWN[name];
  const { activation = 'linear' } = options as Options;
  const after = ACTIVATIONS[activation];
  if (known === undefined || after === undefined || regime === 'not-finite') return null;
  // tf.js's layer takes no notice of its dilation
  if (name === 'depthwiseConv2d' && (options as Options).dilationRate?.some((rate) => rate > 1)) return null;
  const node: NetworkNode = { name, of: [], ...known.node(options) };
  const [inputs, weights] = [parts.inputs.map(toTensor), parts.weights.map(toTensor)];
  const operands = known.operands(inputs, weights);
  const linear = OPS[node.op].apply(operands, node);
  const upstream = toTensor(parts.factors);
  if (after === null) return resultOf(node, operands, linear, linear, upstream, known.places);
  const activated: NetworkNode = { name: 'activation', of: [], op: after };
  const output = OPS[after].apply([linear], activated);
  const inner = OPS[after].vjp({ node: activated, operands: [linear], output, upstream, index: 0 });
  return resultOf(node, operands, linear, output, inner, known.places);
}

function resultOf(
  node: NetworkNode,
  operands: readonly TensorData[],
  linear: TensorData,
  output: TensorData,
  upstream: TensorData,
  places: readonly number[],
): CaseResult {
  const there = places.filter((index) => index < operands.length);
  const gradients = there.map((index, order) => {
    const gradient = OPS[node.op].vjp({ node, operands, output: linear, upstream, index });
    return [`d${String(order)}`, Array.from(gradient.values)] as const;
  });
  return {
    shape: output.shape,
    output: Array.from(output.values),
    gradients: Object.fromEntries(gradients),
    parts: null,
  };
}

function toTensor({ shape, values }: { shape: readonly number[]; values: readonly number[] }): TensorData {
  return float64([...shape], values);
}
