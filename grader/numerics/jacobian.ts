/** Jacobian matrices of one value of a network by another. */
import type { Network } from '../schema/network.js';
import type { TensorData } from '../schema/tensor.js';
import { pullBack } from './gradients.js';
import { evaluate, type Values } from './network.js';
import { at, build } from './ops/op.js';

/**
 * d(of)/d(by) as a matrix [size of `of`, size of `by`], at one point with one example: row i is the gradient of
 * element i. Zero where `of` does not depend on `by`.
 */
export function jacobianOf(network: Network, given: Values, of: string, by: string): TensorData {
  const evaluation = evaluate(network, given);
  const output = evaluation.values[of];
  const input = evaluation.values[by];
  if (output === undefined || input === undefined) throw new RangeError(`no value ${of} or ${by} in the network`);
  const columns = input.values.length;
  const rows = Array.from({ length: output.values.length }, (_row, row) => {
    const unit = build(output.shape, (index) => (index === row ? 1 : 0));
    return pullBack(network, evaluation, of, unit).gradients[by];
  });
  return build([output.values.length, columns], (index) => {
    const row = rows[Math.floor(index / columns)];
    return row === undefined ? 0 : at(row, index % columns);
  });
}
