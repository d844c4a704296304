/** How far two sets of outputs of one model lie apart. */
import type { TensorData } from '../schema/tensor.js';

/**
 * The largest absolute difference over the largest absolute value; 0 for equal numbers, Infinity for other shapes or
 * where only one of two is finite.
 */
export function largestDifference(a: TensorData, b: TensorData): number {
  if (a.values.length !== b.values.length) return Infinity;
  let worst = 0;
  let largest = 0;
  for (let index = 0; index < a.values.length; index += 1) {
    const [x = 0, y = 0] = [a.values[index], b.values[index]];
    if (Object.is(x, y)) {
      if (Number.isFinite(x)) largest = Math.max(largest, Math.abs(x));
      continue;
    }
    const difference = Math.abs(x - y);
    if (!Number.isFinite(difference)) return Infinity;
    worst = Math.max(worst, difference);
    largest = Math.max(largest, Math.abs(x), Math.abs(y));
  }
  return worst === 0 ? 0 : worst / largest;
}
