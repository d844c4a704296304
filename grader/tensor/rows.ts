/** Selects examples, that is, rows along the first axis of a tensor. */
import type { TensorData } from './tensor.js';

/** This many of `total` indices, evenly spread and in order; all of them if there are fewer. */
export function spreadRows(total: number, count: number): readonly number[] {
  const most = Math.min(total, count);
  return Array.from({ length: most }, (_place, index) => Math.floor(((index + 0.5) * total) / most));
}

/** These rows, in the given order. */
export function rowsOf({ dtype, shape, values }: TensorData, rows: readonly number[]): TensorData {
  const [, ...rest] = shape;
  const size = rest.reduce((product, side) => product * side, 1);
  const picked = values.slice(0, rows.length * size);
  for (const [place, row] of rows.entries()) picked.set(values.subarray(row * size, (row + 1) * size), place * size);
  return { dtype, shape: [rows.length, ...rest], values: picked };
}
