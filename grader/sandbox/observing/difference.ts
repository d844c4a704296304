/**
 * How far two sets of outputs of one model lie apart, in what they say: a constant that is added to all outputs of an
 * example says nothing, and must not make what differs look small.
 */
import type { TensorData } from '../../tensor/tensor.js';

/** What float32 arithmetic may do to a number of a size, without anybody's doing: 8 units in its last place. */
const ROUNDING = 2 ** -20;

/**
 * The spread of the outputs of all examples, their root mean square without the mean over the classes; of one output,
 * without the mean over the examples. 0 where there is none.
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
 * The largest difference, relative to `spread`; 0 for equal numbers and for what rounding alone does, Infinity for
 * other shapes or where only one of two is finite.
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
  // one output has no others to be compared with
  const common = x.length === 1 ? 0 : meanOf(apart);
  const size = Math.max(sizeOf(x), sizeOf(y));
  const worst = apart.reduce((most, value) => Math.max(most, Math.abs(value - common)), 0);
  return worst <= ROUNDING * size ? 0 : worst;
}

/** 0 for what is the same, infinite or not. */
function subtract(x: number, y: number): number {
  return Object.is(x, y) ? 0 : x - y;
}

function sizeOf(row: Row): number {
  let most = 0;
  for (const value of row) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most;
}

/** Of the finite ones. */
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
