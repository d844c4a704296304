/** Reverse-mode gradients of a reference network in float64, with their scales and their subgradients at kinks. */
import type { Network, NetworkNode } from '../schema/network.js';
import { float64, type TensorData } from '../tensor/tensor.js';
import { evaluate, lossNodeOf, operandsOf, type Evaluation, type Values } from './network.js';
import { fromBelow, kinksIn } from './near-kinks.js';
import { OPS } from './ops/index.js';
import { at, build, type SlopeRule } from './ops/op.js';

export interface Gradients {
  /** dl/d(name) for every value that the loss depends on, but not for labels. */
  readonly gradients: Values;
  /** The same sums with every term made positive. */
  readonly scale: Values;
}

export interface Subgradients {
  readonly reference: Gradients;
  /** For each pre-activation that is 0 up to rounding, which the reference takes from below: what is added when its slope is that of the positive side. */
  readonly directions: readonly Values[];
}

/** A kink more than this many is a network evaluated at a useless point; only the first ones are followed. */
const MAX_KINKS = 8;

/** The gradient of operand `index` of a node, given the gradient of its output. */
export function vjp(
  node: NetworkNode,
  operands: readonly TensorData[],
  output: TensorData,
  upstream: TensorData,
  index: number,
): TensorData {
  return OPS[node.op].vjp({ node, operands, output, upstream, index });
}

/** Gradients of the loss (the last node) with respect to everything that it depends on. */
export function gradientsOf(network: Network, given: Values, slope?: SlopeRule): Gradients {
  const seed = float64([], [1]);
  return pullBack(network, evaluate(network, given), lossNodeOf(network).name, seed, slope);
}

/** Propagates `seed`, the gradient of the node `from`, back through the network. */
export function pullBack(
  network: Network,
  { values, scale }: Evaluation,
  from: string,
  seed: TensorData,
  slope?: SlopeRule,
): Gradients {
  const gradients: Record<string, TensorData> = { [from]: seed };
  const scales: Record<string, TensorData> = { [from]: build(seed.shape, (i) => Math.abs(at(seed, i))) };
  for (const node of [...network.nodes].reverse()) {
    const upstream = gradients[node.name];
    const upstreamScale = scales[node.name];
    const output = values[node.name];
    if (upstream === undefined || upstreamScale === undefined || output === undefined) continue;
    const operands = operandsOf(node, values);
    const call = { node, operands, output, ...(slope === undefined ? {} : { slope }) };
    for (const [index, name] of node.of.entries()) {
      if (values[name]?.dtype === 'int32') continue;
      const op = OPS[node.op];
      const added = op.vjp({ ...call, upstream, index });
      const addedScale = op.vjpScale({ ...call, upstream: upstreamScale, scales: operandsOf(node, scale), index });
      gradients[name] = sum(gradients[name], added);
      scales[name] = sum(scales[name], addedScale);
    }
  }
  return { gradients, scale: scales };
}

/** Gradients, and the directions in which a different subgradient at a kink moves them. */
export function gradientsWithSubgradients(network: Network, given: Values): Subgradients {
  const isKink = kinksIn(network, evaluate(network, given));
  const below = fromBelow(isKink);
  const kinks: { node: NetworkNode; index: number }[] = [];
  const reference = gradientsOf(network, given, (node, z, index, usual) => {
    const isNew = !kinks.some((kink) => kink.node === node && kink.index === index);
    if (isNew && isKink(node, index)) kinks.push({ node, index });
    return below(node, z, index, usual);
  });
  const directions = kinks.slice(0, MAX_KINKS).map((kink) => {
    const moved = gradientsOf(network, given, (node, z, index, usual) =>
      node === kink.node && index === kink.index ? 1 : below(node, z, index, usual),
    );
    return difference(moved.gradients, reference.gradients);
  });
  return { reference, directions };
}

function sum(a: TensorData | undefined, b: TensorData): TensorData {
  return a === undefined ? b : build(b.shape, (index) => at(a, index) + at(b, index));
}

function difference(a: Values, b: Values): Values {
  return Object.fromEntries(
    Object.entries(b).map(([name, value]) => {
      const other = a[name] ?? value;
      return [name, build(value.shape, (index) => at(other, index) - at(value, index))];
    }),
  );
}
