/** Float32 arithmetic in plain loops: every product and every partial sum is rounded, as on a device without wider registers. */
import type { Tensor32 } from './program.js';

export const round = Math.fround;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

export function at(values: Float32Array | Int32Array, index: number): number {
  const value = values[index];
  if (value === undefined) throw new RangeError(`no element ${String(index)} among ${String(values.length)}`);
  return value;
}

export function zerosLike({ shape }: { readonly shape: readonly number[] }): Tensor32 {
  return { shape, values: new Float32Array(sizeOf(shape)) };
}

export function scalar(value: number): Tensor32 {
  return { shape: [], values: Float32Array.of(value) };
}

/** `of` rounds what it computes inside; the result is rounded here. */
export function map(x: Tensor32, of: (value: number, index: number) => number): Tensor32 {
  return { shape: x.shape, values: x.values.map((value, index) => of(value, index)) };
}

/** Element by element; the shapes must have the same size. */
export function zip(x: Tensor32, y: Tensor32, of: (x: number, y: number) => number): Tensor32 {
  if (x.values.length !== y.values.length)
    throw new RangeError(`[${x.shape.join()}] and [${y.shape.join()}] differ in size`);
  return map(x, (value, index) => of(value, at(y.values, index)));
}

export const plus = (x: Tensor32, y: Tensor32): Tensor32 => zip(x, y, (a, b) => a + b);
export const times = (x: Tensor32, factor: number): Tensor32 => map(x, (value) => value * round(factor));

export function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total = round(total + value);
  return total;
}

/** Shape [rows, columns]. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A tensor [..., n] as rows of n. */
export function rowsOf({ shape, values }: Tensor32): Matrix {
  const columns = shape.at(-1) ?? 1;
  return { rows: values.length / columns, columns, values };
}

export function matrix(rows: number, columns: number, of: (row: number, column: number) => number): Matrix {
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) values[row * columns + column] = of(row, column);
  return { rows, columns, values };
}

export function entry(of: Matrix, row: number, column: number): number {
  return at(of.values, row * of.columns + column);
}

export function transposed(of: Matrix): Matrix {
  return matrix(of.columns, of.rows, (row, column) => entry(of, column, row));
}

/** [n, k] [k, m] -> [n, m], each sum in order. */
export function product(left: Matrix, right: Matrix): Matrix {
  if (left.columns !== right.rows)
    throw new RangeError(`${String(left.columns)} columns by ${String(right.rows)} rows`);
  return matrix(left.rows, right.columns, (row, column) => {
    let total = 0;
    for (let k = 0; k < left.columns; k += 1)
      total = round(total + round(entry(left, row, k) * entry(right, k, column)));
    return total;
  });
}

export function columnSums(of: Matrix): Float32Array {
  return matrix(1, of.columns, (_row, column) =>
    sum(Array.from({ length: of.rows }, (_, row) => entry(of, row, column))),
  ).values;
}
