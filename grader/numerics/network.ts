/** Evaluates a reference network forward in float64. Relies on ops/ for each node. */
import type { Network, NetworkNode } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { OPS } from './ops/index.js';
import { at, build, type Alteration } from './ops/op.js';

export type Values = Readonly<Record<string, TensorData>>;

export interface Evaluation {
  /** Every input, parameter and node by name. */
  readonly values: Values;
  /** The absolute-value graph: for each name, the same sums with every term made positive. */
  readonly scale: Values;
}

/** The value of one node from the values of its operands. */
export function applyNode(node: NetworkNode, operands: readonly TensorData[]): TensorData {
  return OPS[node.op].apply(operands, node);
}

/** The operands of a node, in order, from values by name. Throws a RangeError if one is missing. */
export function operandsOf(node: NetworkNode, values: Values, { operands }: Alteration = {}): readonly TensorData[] {
  const usual = node.of.map((name) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`node ${node.name} needs ${name}, which has no value`);
    return value;
  });
  return operands?.(node, usual) ?? usual;
}

/** The loss node of a network: its last node. */
export function lossNodeOf(network: Network): NetworkNode {
  const loss = network.nodes.at(-1);
  if (loss === undefined) throw new RangeError('a network without nodes');
  return loss;
}

/** All values of a network, and their scales, from the values of all inputs and parameters. */
export function evaluate(network: Network, given: Values, alteration?: Alteration): Evaluation {
  const values: Record<string, TensorData> = { ...given };
  const scale: Record<string, TensorData> = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, build(value.shape, (i) => Math.abs(at(value, i)))]),
  );
  for (const node of network.nodes) {
    const operands = operandsOf(node, values, alteration);
    values[node.name] = applyNode(node, operands);
    scale[node.name] = OPS[node.op].applyScale(operandsOf(node, scale, alteration), operands, node);
  }
  return { values, scale };
}
