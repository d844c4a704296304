/**
 * The distance between two sets of outputs of one model, ignoring a constant added to all outputs of an example: it
 * does not change any decision, and must not make differences look small.
 */
import type { TensorData } from '../../tensor/tensor.js';

/** The relative error that float32 arithmetic alone may cause: 8 units in the last place. */
const ROUNDING = 2 ** -20;

/**
 * The spread of the outputs of all examples: their root mean square after subtracting the mean over the classes or, for
 * a single output, the mean over the examples. 0 if there is none.
 */
export function spreadOf({ shape, values }: TensorData): number {
  const width = shape[1] ?? 1;
  const overall = width === 1 ? meanOf(values) : 0;
  let sum = 0;
  let count = 0;
  for (let start = 0; start < values.length; start += width) {
    const row = values.subarray(start, start + width);
    const mean = width === 1 ? overall : meanOf(row);
    for (const value of row) {
      if (!Number.isFinite(value) || !Number.isFinite(mean)) continue;
      sum += (value - mean) ** 2;
      count += 1;
    }
  }
  return count === 0 ? 0 : Math.sqrt(sum / count);
}

/**
 * The largest difference, relative to `spread`; 0 for equal numbers and for differences that rounding explains,
 * Infinity for different shapes or where only one of the two is finite.
 */
export function largestDifference(a: TensorData, b: TensorData, spread: number): number {
  if (a.values.length !== b.values.length) return Infinity;
  const width = a.shape[1] ?? 1;
  let worst = 0;
  for (let start = 0; start < a.values.length; start += width) {
    const [x, y] = [a.values.subarray(start, start + width), b.values.subarray(start, start + width)];
    worst = Math.max(worst, differenceOfRows(x, y));
  }
  return worst === 0 ? 0 : worst / spread;
}

type Row = TensorData['values'];

function differenceOfRows(x: Row, y: Row): number {
  const apart = Float64Array.from(x, (value, index) => subtract(value, y[index] ?? NaN));
  if (!apart.every((value) => Number.isFinite(value))) return Infinity;
  // a single output has no other outputs to share a constant with
  const common = x.length === 1 ? 0 : meanOf(apart);
  const size = Math.max(sizeOf(x), sizeOf(y));
  const worst = apart.reduce((most, value) => Math.max(most, Math.abs(value - common)), 0);
  return worst <= ROUNDING * size ? 0 : worst;
}

/** 0 for equal values, infinite ones included. */
function subtract(x: number, y: number): number {
  return Object.is(x, y) ? 0 : x - y;
}

function sizeOf(row: Row): number {
  let most = 0;
  for (const value of row) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

/** The mean of the finite values. */
function meanOf(values: Row | Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
