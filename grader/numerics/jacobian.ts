/** Computes the Jacobian matrix of one value of a network by another, for one example, with subgradients at kinks. */
import type { Network } from '../schema/network.js';
import type { TensorData } from '../tensor/tensor.js';
import { pullBack } from './gradients.js';
import { withSubgradients } from './near-kinks.js';
import { evaluate, type Values } from './network.js';
import { at, build, type SlopeRule } from './ops/op.js';

export interface Jacobian {
  readonly reference: TensorData;
  /**
   * For each pre-activation that is 0 up to rounding: the change when its slope is that of the positive side. The
   * reference uses the slope of the negative side.
   */
  readonly directions: readonly TensorData[];
}

/**
 * d(of)/d(by) as a matrix [size of `of`, size of `by`], at one sample with one example: row i is the gradient of
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

/** The Jacobian, and the directions in which another subgradient at a kink moves it. */
export function jacobianWithSubgradients(network: Network, given: Values, of: string, by: string): Jacobian {
  const { reference, moved } = withSubgradients(network, evaluate(network, given), (slope) =>
    jacobianOf(network, given, of, by, slope),
  );
  const directions = moved.map((one) => build(reference.shape, (index) => at(one, index) - at(reference, index)));
  return { reference, directions };
}
