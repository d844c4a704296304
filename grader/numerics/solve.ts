/** Solves small, dense, symmetric positive definite systems of equations. */

/** Entry `index` of a vector; NaN outside it. */
export function entry(values: ArrayLike<number>, index: number): number {
  return values[index] ?? NaN;
}

/**
 * The x with A x = b for a symmetric positive definite A, by Cholesky's method; null if A is singular up to rounding or
 * any value is not finite.
 */
export function solveSymmetric(a: readonly (readonly number[])[], b: readonly number[]): number[] | null {
  const lower = factorise(a);
  if (lower === null) return null;
  const half: number[] = [];
  for (const [i, row] of lower.entries()) {
    const known = half.reduce((sum, value, j) => sum + entry(row, j) * value, 0);
    half.push((entry(b, i) - known) / entry(row, i));
  }
  const x = half.map(() => 0);
  for (const [i, row] of [...lower.entries()].reverse()) {
    const known = lower.slice(i + 1).reduce((sum, below, k) => sum + entry(below, i) * entry(x, i + 1 + k), 0);
    x[i] = (entry(half, i) - known) / entry(row, i);
  }
  return x.every(Number.isFinite) ? x : null;
}

/** A pivot below this share of its diagonal element is a rounding error. */
const SINGULAR = 1e-14;

/** The lower triangular L with A = L L^T; null if A is not positive definite. */
function factorise(a: readonly (readonly number[])[]): number[][] | null {
  const lower: number[][] = [];
  for (const [i, row] of a.entries()) {
    const next: number[] = [];
    for (const [j, above] of lower.entries()) {
      const known = above.slice(0, j).reduce((sum, value, k) => sum + value * entry(next, k), 0);
      next.push((entry(row, j) - known) / entry(above, j));
    }
    const rest = next.reduce((left, value) => left - value ** 2, entry(row, i));
    if (!(rest > SINGULAR * entry(row, i))) return null;
    next.push(Math.sqrt(rest));
    lower.push(next);
  }
  return lower;
}
