/**
 * Computes gradients of a reference network in float64 by reverse mode, with their scales and their subgradients at
 * kinks. Relies on reverse-pass.ts for the order, and on ops/ for each node.
 */
import type { Network } from '../schema/network.js';
import { float64, type TensorData } from '../tensor/tensor.js';
import { withSubgradients } from './near-kinks.js';
import { evaluate, lossNodeOf, operandsOf, valuesOf, type Evaluation, type Values } from './network.js';
import { OPS } from './ops/index.js';
import { cellsOfZeroWindows } from './ops/pooling.js';
import { at, build, type BackwardCall, type Rewrite, type SlopeRule, type VjpCall } from './ops/op.js';
import { passBack, watchBack, type Seen, type Share } from './reverse-pass.js';

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

const ONE = float64([], [1]);

/** Gradients of the loss (the last node) by everything that it depends on. */
export function gradientsOf(network: Network, given: Values, slope?: SlopeRule): Gradients {
  return pullBack(network, evaluate(network, given), lossNodeOf(network).name, ONE, slope);
}

/** The gradients that a mistake gives, without scales. */
export function rewrittenGradients(network: Network, given: Values, rewrite: Rewrite): Values {
  return gradientsFrom(network, valuesOf(network, given, rewrite), rewrite);
}

/** The same, from the values that the mistake gives. */
export function gradientsFrom(network: Network, values: Values, rewrite: Rewrite): Values {
  return passBack(network.nodes, { name: lossNodeOf(network).name, seed: ONE }, backwardShare(values, rewrite));
}

/** The gradients that a mistake gives, from the values that it gives, as they are found; false if `seen` ended the pass. */
export function watchGradients(network: Network, values: Values, rewrite: Rewrite, seen: Seen): boolean {
  return watchBack(network.nodes, { name: lossNodeOf(network).name, seed: ONE }, backwardShare(values, rewrite), seen);
}

/** What the gradient of a node's output contributes to that of an operand, if need be with a mistake. */
export function backwardShare(values: Values, { backward }: Rewrite = {}, slope?: SlopeRule): Share {
  const rule = slope === undefined ? {} : { slope };
  const usual = ({ node, index, ...call }: BackwardCall) =>
    call.operands[index]?.dtype === 'int32' ? null : OPS[node.op].vjp({ node, index, ...call });
  return (node, upstream, index, gradients) => {
    const [operands, output] = [operandsOf(node, values), values[node.name]];
    if (output === undefined) throw new RangeError(`node ${node.name} has no value`);
    const call = { node, operands, output, upstream, index, values, gradients, ...rule };
    // nobody takes the gradient of labels
    return operands[index]?.dtype === 'int32' || backward === undefined ? usual(call) : backward(call, usual);
  };
}

/** Propagates `seed`, the gradient of the node `from`, back through the network. */
export function pullBack(
  { nodes }: Network,
  { values, scale }: Evaluation,
  from: string,
  seed: TensorData,
  slope?: SlopeRule,
): Gradients {
  const gradients = passBack(nodes, { name: from, seed }, backwardShare(values, {}, slope));
  const positive = build(seed.shape, (index) => Math.abs(at(seed, index)));
  const scales = passBack(nodes, { name: from, seed: positive }, (node, upstream, index) => {
    const [operands, output] = [operandsOf(node, values), values[node.name]];
    if (operands[index]?.dtype === 'int32' || output === undefined) return null;
    const call: VjpCall = { node, operands, output, upstream, index, ...(slope === undefined ? {} : { slope }) };
    return OPS[node.op].vjpScale({ ...call, scales: operandsOf(node, scale) });
  });
  return { gradients, scale: scales };
}

/**
 * The places of gradients that do not matter: a window of max pooling in which relu is off everywhere gives its gradient
 * to any of its cells, and relu stops it. Frameworks choose the first cell, an equality with the maximum all of them.
 */
export function undeterminedIn({ nodes }: Network, values: Values): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, ReadonlySet<number>>();
  for (const node of nodes.filter(({ op }) => op === 'max-pool')) {
    const before = nodes.find(({ name }) => name === node.of[0]);
    const x = before === undefined ? undefined : values[before.name];
    const isOnlyUse = nodes.filter(({ of }) => of.includes(before?.name ?? '')).length === 1;
    if (before?.op === 'relu' && x !== undefined && isOnlyUse) found.set(before.name, cellsOfZeroWindows(x, node));
  }
  return found;
}

/** Gradients, and the directions in which another subgradient at a kink moves them. */
export function gradientsWithSubgradients(network: Network, given: Values): Subgradients {
  const { reference, moved } = withSubgradients(network, evaluate(network, given), (slope) =>
    gradientsOf(network, given, slope),
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
