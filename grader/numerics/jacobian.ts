/** Jacobian matrices of one value of a network by another. */
import type { Network } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { pullBack } from './gradients.js';
import { fromBelow, kinksIn } from './near-kinks.js';
import { evaluate, type Values } from './network.js';
import { at, build, type SlopeRule } from './ops/op.js';

export interface Jacobian {
  readonly reference: TensorData;
  /** For each pre-activation that is 0 up to rounding, which the reference takes from below: what is added when its slope is that of the positive side. */
  readonly directions: readonly TensorData[];
}

/** Only the first kinks are followed; more of them are a network at a useless point. */
const MOST_KINKS = 8;

/**
 * d(of)/d(by) as a matrix [size of `of`, size of `by`], at one point with one example: row i is the gradient of
 * element i. Zero where `of` does not depend on `by`.
 */
function jacobianOf(network: Network, given: Values, of: string, by: string, slope?: SlopeRule): TensorData {
  const evaluation = evaluate(network, given);
  const output = evaluation.values[of];
  const input = evaluation.values[by];
  if (output === undefined || input === undefined) throw new RangeError(`no value ${of} or ${by} in the network`);
  const columns = input.values.length;
  const rows = Array.from({ length: output.values.length }, (_row, row) => {
    const unit = build(output.shape, (index) => (index === row ? 1 : 0));
    return pullBack(network, evaluation, of, unit, slope).gradients[by];
  });
  return build([output.values.length, columns], (index) => {
    const row = rows[Math.floor(index / columns)];
    return row === undefined ? 0 : at(row, index % columns);
  });
}

/** The Jacobian, and the directions in which a different subgradient at a kink moves it. */
export function jacobianWithSubgradients(network: Network, given: Values, of: string, by: string): Jacobian {
  const isKink = kinksIn(network, evaluate(network, given));
  const below = fromBelow(isKink);
  const kinks = new Map<string, { node: string; index: number }>();
  const reference = jacobianOf(network, given, of, by, (node, z, index, usual) => {
    if (isKink(node, index)) kinks.set(`${node.name} ${String(index)}`, { node: node.name, index });
    return below(node, z, index, usual);
  });
  const directions = [...kinks.values()].slice(0, MOST_KINKS).map((kink) => {
    const moved = jacobianOf(network, given, of, by, (node, z, index, usual) =>
      node.name === kink.node && index === kink.index ? 1 : below(node, z, index, usual),
    );
    return build(reference.shape, (index) => at(moved, index) - at(reference, index));
  });
  return { reference, directions };
}
