/** Counts the operations for a chain of matrix products: one of k x l by l x m takes kml products and km(l-1) sums. */

export type ProductOrder = 'reverse' | 'forward';

function cost(k: number, l: number, m: number): number {
  return k * m * (2 * l - 1);
}

/**
 * The number of multiplications and additions for the chain of `factors` ([rows, columns] each). `reverse` multiplies
 * from the left, ((AB)C)D, as backpropagation does from the loss; `forward` from the right, A(B(CD)).
 */
export function productCost(factors: readonly (readonly [number, number])[], order: ProductOrder): number {
  const chain = order === 'reverse' ? factors : [...factors].reverse();
  const [first, ...rest] = chain;
  if (first === undefined) return 0;
  let [rows, columns] = first;
  let total = 0;
  for (const [nextRows, nextColumns] of rest) {
    if (order === 'reverse') {
      total += cost(rows, columns, nextColumns);
      columns = nextColumns;
    } else {
      total += cost(nextRows, nextColumns, columns);
      rows = nextRows;
    }
  }
  return total;
}

/**
 * The same in reverse order if the square factor at `maskAt` is the diagonal matrix of a relu and is applied as a mask:
 * one product for each element instead of a matrix product. null if that factor is not square.
 */
export function productCostWithMask(factors: readonly (readonly [number, number])[], maskAt: number): number | null {
  const mask = factors[maskAt];
  const first = factors[0];
  if (mask === undefined || first === undefined || mask[0] !== mask[1] || mask[0] === 1) return null;
  const without = factors.filter((_factor, index) => index !== maskAt);
  return productCost(without, 'reverse') + first[0] * mask[0];
}
