/** Finds the subgradient nearest to an answer: at kinks, every P(s) = r + sum s_j d_j with s in [0, 1]^k is right. */
import type { TensorData } from '../tensor/tensor.js';
import { at } from './ops/op.js';
import { entry, solveSymmetric } from './solve.js';

/** A share leaves its bound only if that shortens the distance by more than this part of it. */
const NEGLIGIBLE = 1e-14;

/**
 * The r + sum s_j d_j nearest to the values, by bounded-variable least squares with active sets (Stark and Parker,
 * Computational Statistics 10, 1995). Exact even if directions are nearly the same.
 */
export function nearestSubgradient(
  values: ArrayLike<number>,
  reference: TensorData,
  directions: readonly TensorData[],
): Float64Array {
  const gap = Float64Array.from(reference.values, (value, index) => (values[index] ?? NaN) - value);
  const gram = directions.map((one) => directions.map((other) => dot(one.values, other.values)));
  const pull = directions.map((direction) => dot(direction.values, gap));
  const shares = boundedShares(gram, pull);
  return Float64Array.from(reference.values, (value, index) =>
    directions.reduce((sum, direction, j) => sum + (shares[j] ?? 0) * at(direction, index), value),
  );
}

/** The s in [0, 1]^k that minimises s'Gs / 2 - p's. */
function boundedShares(gram: readonly (readonly number[])[], pull: readonly number[]): number[] {
  const shares = pull.map(() => 0);
  const free = new Set<number>();
  // directions that depend linearly on the free ones
  const dependent = new Set<number>();
  // the distance shrinks each time, so no set of free shares occurs twice; the bound guards against rounding
  for (let round = 0; round < 10 * pull.length; round += 1) {
    const next = mostPulled(shares, new Set([...free, ...dependent]), gram, pull);
    if (next === null) break;
    free.add(next);
    if (settle(shares, free, gram, pull)) continue;
    free.delete(next);
    dependent.add(next);
  }
  return shares;
}

/** The share at a bound that gains most by moving into the box; null when none gains. */
function mostPulled(
  shares: readonly number[],
  passed: ReadonlySet<number>,
  gram: readonly (readonly number[])[],
  pull: readonly number[],
): number | null {
  let best: number | null = null;
  let most = 0;
  for (const [j, row] of gram.entries()) {
    const share = shares[j] ?? 0;
    const force = (pull[j] ?? 0) - dot(row, shares);
    const inward = share === 0 ? force : -force;
    const least = NEGLIGIBLE * (Math.abs(pull[j] ?? 0) + (row[j] ?? 0));
    if (passed.has(j) || !(inward > least) || inward <= most) continue;
    best = j;
    most = inward;
  }
  return best;
}

/** Moves the free shares to their optimum; those that meet a bound stay there and are no longer free. */
function settle(
  shares: number[],
  free: Set<number>,
  gram: readonly (readonly number[])[],
  pull: readonly number[],
): boolean {
  while (free.size > 0) {
    const list = [...free];
    const fixed = shares.map((share, j) => (free.has(j) ? 0 : share));
    const target = solveSymmetric(
      list.map((i) => list.map((j) => entry(gram[i] ?? [], j))),
      list.map((i) => entry(pull, i) - dot(gram[i] ?? [], fixed)),
    );
    if (target === null) return false;
    const moves = list.map((j, k) => ({ j, from: entry(shares, j), to: entry(target, k) }));
    const stop = firstStop(moves);
    for (const { j, from, to } of moves) shares[j] = Math.min(1, Math.max(0, from + (stop?.reach ?? 1) * (to - from)));
    if (stop === null) return true;
    shares[stop.j] = stop.bound;
    free.delete(stop.j);
  }
  return true;
}

interface Move {
  readonly j: number;
  readonly from: number;
  readonly to: number;
}

/** The move that meets a bound first, and the fraction of it that stays in the box; null when none leaves the box. */
function firstStop(
  moves: readonly Move[],
): { readonly j: number; readonly bound: number; readonly reach: number } | null {
  const stops = moves
    .filter(({ to }) => to < 0 || to > 1)
    .map(({ j, from, to }) => ({ j, bound: to < 0 ? 0 : 1, reach: ((to < 0 ? 0 : 1) - from) / (to - from) }));
  return stops.reduce<(typeof stops)[number] | null>(
    (best, one) => (best && best.reach <= one.reach ? best : one),
    null,
  );
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += entry(a, index) * entry(b, index);
  return sum;
}
