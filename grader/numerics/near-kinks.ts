/**
 * Finds pre-activations that are 0 up to rounding: 0.1 + 0.2 - 0.3 is 0 on paper, 5.6e-17 in double precision and 0 or
 * 3e-8 in float32. There, both slopes of a relu are right, and so are both of a hinge loss.
 */
import type { Network, NetworkNode } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import type { Evaluation } from './network.js';
import { slopeBelow } from './ops/activations.js';
import { marginScales, marginsOf } from './ops/hinge.js';
import { at, type SlopeRule } from './ops/op.js';
import { termsOf } from './ops/terms.js';

/** Half a unit in the last place of a float32, relative to the number. */
const UNIT = 2 ** -24;
/** Roundings mostly cancel: in practice, their sum does not exceed this multiple of the square root of their number. */
const ROOTS = 8;
/** The roundings of a node without sums. */
const FEW = 4;

/** Only this many kinks are followed: a sample at which a network has more is useless. */
const MOST_KINKS = 8;

/** Whether a pre-activation of a node, by its flat index, is 0 up to rounding. False for a node without a kink. */
export type IsKink = (node: NetworkNode, index: number) => boolean;

export function kinksIn(network: Network, evaluation: Evaluation): IsKink {
  const roundings = countRoundings(network, evaluation.values);
  const found = new Map<NetworkNode, Kinked | null>();
  return (node, index) => {
    if (!found.has(node)) found.set(node, kinkedOf(node, evaluation, roundings));
    const kinked = found.get(node) ?? null;
    return kinked !== null && isZero(at(kinked.z, index), at(kinked.size, index), kinked.roundings);
  };
}

/** The values whose sign a node looks at, with their scales and the number of roundings in each. */
interface Kinked {
  readonly z: TensorData;
  readonly size: TensorData;
  readonly roundings: number;
}

/** Null for a node without a kink, and where a value is unknown. */
function kinkedOf(
  node: NetworkNode,
  { values, scale }: Evaluation,
  roundings: ReadonlyMap<string, number>,
): Kinked | null {
  const [name = ''] = node.of;
  const [z, size] = [values[name], scale[name]];
  if (z === undefined || size === undefined) return null;
  switch (node.op) {
    case 'relu':
    case 'leaky-relu':
      return { z, size, roundings: roundings.get(name) ?? 0 };
    case 'hinge': {
      const [target, targetSize] = [values[node.of[1] ?? ''], scale[node.of[1] ?? '']];
      if (target === undefined || targetSize === undefined) return null;
      const before = Math.max(...node.of.map((one) => roundings.get(one) ?? 0));
      const margins = marginsOf([z, target]);
      return { z: margins, size: marginScales([size, targetSize], [z, target]), roundings: before + FEW };
    }
    default:
      return null;
  }
}

/** `size` is the sum of the absolute values of the terms of z. */
function isZero(z: number, size: number, roundings: number): boolean {
  return Math.abs(z) <= Math.min(roundings, ROOTS * Math.sqrt(roundings)) * UNIT * size;
}

/**
 * The result of `compute` with the slope of the negative side at every kink, and, for each of the first kinks, its
 * result with the slope of the positive side there.
 */
export function withSubgradients<T>(
  network: Network,
  evaluation: Evaluation,
  compute: (slope: SlopeRule) => T,
): { readonly reference: T; readonly moved: readonly T[] } {
  const isKink = kinksIn(network, evaluation);
  const below: SlopeRule = (node, _z, index, usual) => (isKink(node, index) ? slopeBelow(node) : usual);
  const kinks = new Map<string, { readonly node: NetworkNode; readonly index: number }>();
  const reference = compute((node, z, index, usual) => {
    if (isKink(node, index)) kinks.set(`${node.name} ${String(index)}`, { node, index });
    return below(node, z, index, usual);
  });
  const moved = [...kinks.values()]
    .slice(0, MOST_KINKS)
    .map((kink) =>
      compute((node, z, index, usual) =>
        node === kink.node && index === kink.index ? 1 : below(node, z, index, usual),
      ),
    );
  return { reference, moved };
}

/** The number of roundings in the calculation of a value, by its name; none for given values. */
function countRoundings({ nodes }: Network, values: Evaluation['values']): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const before = Math.max(0, ...node.of.map((name) => counts.get(name) ?? 0));
    counts.set(node.name, before + roundingsOf(node, values));
  }
  return counts;
}

/** A sum of n products rounds 2n times at most. */
function roundingsOf(node: NetworkNode, values: Evaluation['values']): number {
  const operands = node.of.map((name) => values[name]);
  return 2 * termsOf(node, operands) + FEW;
}
