/** Evaluates a reference network forward in float64. Relies on ops/ for each node. */
import type { Network, NetworkNode } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { OPS } from './ops/index.js';
import { at, build, type Named, type Rewrite } from './ops/op.js';

export type Values = Named;

export interface Evaluation {
  /** Every input, parameter and node by name. */
  readonly values: Values;
  /** The absolute-value graph: for each name, the same sums with every term made positive. */
  readonly scale: Values;
}

/** The value of one node from the values of its operands. */
export function applyNode(node: NetworkNode, operands: readonly TensorData[], { forward }: Rewrite = {}): TensorData {
  if (forward === undefined) return OPS[node.op].apply(operands, node);
  return forward({ node, operands }, (call) => OPS[call.node.op].apply(call.operands, call.node));
}

/** The operands of a node, in order, from values by name. Throws a RangeError if one is missing. */
export function operandsOf(node: NetworkNode, values: Values): readonly TensorData[] {
  return node.of.map((name) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`node ${node.name} needs ${name}, which has no value`);
    return value;
  });
}

/** The loss node of a network: its last node. */
export function lossNodeOf(network: Network): NetworkNode {
  const loss = network.nodes.at(-1);
  if (loss === undefined) throw new RangeError('a network without nodes');
  return loss;
}

/** The node that compares the network's output with a target: the last one, or the one to which it adds a penalty. */
export function dataLossOf({ nodes }: Network): NetworkNode | undefined {
  let loss = nodes.at(-1);
  while (loss?.op === 'weight-decay') {
    const [inner] = loss.of;
    loss = nodes.find(({ name }) => name === inner);
  }
  return loss;
}

/** All values of a network, and their scales, from the values of all inputs and parameters. */
export function evaluate(network: Network, given: Values): Evaluation {
  const values = valuesOf(network, given);
  const scale: Record<string, TensorData> = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, build(value.shape, (i) => Math.abs(at(value, i)))]),
  );
  for (const node of network.nodes) {
    scale[node.name] = OPS[node.op].applyScale(operandsOf(node, scale), operandsOf(node, values), node);
  }
  return { values, scale };
}

/** All values of a network without their scales, if need be with a mistake. */
export function valuesOf(network: Network, given: Values, rewrite?: Rewrite): Values {
  const values: Record<string, TensorData> = { ...given };
  for (const node of network.nodes) values[node.name] = applyNode(node, operandsOf(node, values), rewrite);
  return values;
}
