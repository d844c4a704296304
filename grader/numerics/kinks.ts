/** Subgradients at kinks: every P(s) = r + sum s_j d_j with s in [0, 1]^k is a right answer. */
import type { TensorData } from '../schema/tensor.js';
import { at } from './ops/op.js';

/** Each round is exact in every one of the few shares; the directions of one layer need some ten of them. */
const MOST_ROUNDS = 20_000;
const SETTLED = 1e-15;

/** r + sum s_j d_j nearest to the values by least squares over the box, by coordinate descent on the Gram matrix. */
export function nearestSubgradient(
  values: ArrayLike<number>,
  reference: TensorData,
  directions: readonly TensorData[],
): Float64Array {
  const gap = Float64Array.from(reference.values, (value, index) => (values[index] ?? NaN) - value);
  const gram = directions.map((one) => directions.map((other) => dot(one.values, other.values)));
  const pull = directions.map((direction) => dot(direction.values, gap));
  const shares = directions.map(() => 0);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (improve(shares, gram, pull) < SETTLED) break;
  }
  return Float64Array.from(reference.values, (value, index) =>
    directions.reduce((sum, direction, j) => sum + (shares[j] ?? 0) * at(direction, index), value),
  );
}

/** One round over all shares; returns the largest move. */
function improve(shares: number[], gram: readonly (readonly number[])[], pull: readonly number[]): number {
  let largest = 0;
  for (const [j, row] of gram.entries()) {
    const square = row[j] ?? 0;
    if (square === 0) continue;
    const old = shares[j] ?? 0;
    const moved = Math.min(1, Math.max(0, old + ((pull[j] ?? 0) - dot(row, shares)) / square));
    // values near the largest double overflow; they are far from every subgradient
    if (Number.isNaN(moved)) return 0;
    shares[j] = moved;
    largest = Math.max(largest, Math.abs(moved - old));
  }
  return largest;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? NaN) * (b[index] ?? NaN);
  return sum;
}
