/**
 * Computes gradients of a reference network in float64 by reverse mode, with their scales and their subgradients at
 * kinks. Relies on reverse-pass.ts for the order, and on ops/ for each node.
 */
import type { Network, NetworkNode } from '../schema/network.js';
import { float64, type TensorData } from '../tensor/tensor.js';
import { withSubgradients } from './near-kinks.js';
import { evaluate, lossNodeOf, operandsOf, type Evaluation, type Values } from './network.js';
import { OPS } from './ops/index.js';
import { at, build, type Alteration, type VjpCall } from './ops/op.js';
import { passBack } from './reverse-pass.js';

export interface Gradients {
  /** dl/d(name) for every value that the loss depends on, except labels. */
  readonly gradients: Values;
  /** The same sums with every term made positive. */
  readonly scale: Values;
}

export interface Subgradients {
  readonly reference: Gradients;
  /**
   * For each pre-activation that is 0 up to rounding: the change when its slope is that of the positive side. The
   * reference uses the slope of the negative side.
   */
  readonly directions: readonly Values[];
}

/** Gradients of the loss (the last node) by everything that it depends on. */
export function gradientsOf(network: Network, given: Values, alteration: Alteration = {}): Gradients {
  const seed = float64([], [1]);
  return pullBack(network, evaluate(network, given, alteration), lossNodeOf(network).name, seed, alteration);
}

/** Propagates `seed`, the gradient of the node `from`, back through the network. */
export function pullBack(
  { nodes }: Network,
  { values, scale }: Evaluation,
  from: string,
  seed: TensorData,
  alteration: Alteration = {},
): Gradients {
  const isLabel = (node: NetworkNode, index: number) => values[node.of[index] ?? '']?.dtype === 'int32';
  const operandsAt = new Map(nodes.map((node) => [node, operandsOf(node, values, alteration)]));
  const callOf = (node: NetworkNode, upstream: TensorData, index: number): VjpCall => {
    const [output, operands] = [values[node.name], operandsAt.get(node)];
    if (output === undefined || operands === undefined) throw new RangeError(`node ${node.name} has no value`);
    const { slope } = alteration;
    return { node, operands, output, upstream, index, ...(slope === undefined ? {} : { slope }) };
  };
  const gradients = passBack(nodes, { name: from, seed }, (node, upstream, index) =>
    isLabel(node, index) ? null : OPS[node.op].vjp(callOf(node, upstream, index)),
  );
  const positive = build(seed.shape, (index) => Math.abs(at(seed, index)));
  const scales = passBack(nodes, { name: from, seed: positive }, (node, upstream, index) => {
    if (isLabel(node, index)) return null;
    const scalesOf = operandsOf(node, scale, alteration);
    return OPS[node.op].vjpScale({ ...callOf(node, upstream, index), scales: scalesOf });
  });
  return { gradients, scale: scales };
}

/** Gradients, and the directions in which another subgradient at a kink moves them. */
export function gradientsWithSubgradients(network: Network, given: Values): Subgradients {
  const { reference, moved } = withSubgradients(network, evaluate(network, given), (slope) =>
    gradientsOf(network, given, { slope }),
  );
  return { reference, directions: moved.map(({ gradients }) => difference(gradients, reference.gradients)) };
}

function difference(a: Values, b: Values): Values {
  return Object.fromEntries(
    Object.entries(b).map(([name, value]) => {
      const other = a[name] ?? value;
      return [name, build(value.shape, (index) => at(other, index) - at(value, index))];
    }),
  );
}
