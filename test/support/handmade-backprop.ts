/**
 * Quiz 2 computed by hand on plain rows, independently of the reference engine, with mistakes that can be switched on.
 * `round` rounds every result, e.g. Math.fround for single precision.
 */
import type { ReferenceSample } from '../../grader/stages/resolved.js';
import type { TensorData } from '../../grader/tensor/tensor.js';

export type Rows = number[][];

export interface Slips {
  readonly round?: (value: number) => number;
  readonly mask?: 'none' | 'inverted';
  readonly sign?: boolean;
  readonly sum?: boolean;
  readonly factor?: number;
  readonly noBias?: boolean;
  readonly transposeDw1?: boolean;
  readonly transposedW2?: boolean;
}

export function rowsOf({ shape, values }: TensorData): Rows {
  const columns = shape.at(-1) ?? 1;
  return Array.from({ length: values.length / columns }, (_row, row) => [
    ...values.slice(row * columns, (row + 1) * columns),
  ]);
}

export function transposed(rows: Rows): Rows {
  return (rows[0] ?? []).map((_value, column) => rows.map((row) => row[column] ?? NaN));
}

/** a b, each sum in order. */
function product(a: Rows, b: Rows, round: (value: number) => number): Rows {
  return a.map((row) =>
    transposed(b).map((column) =>
      row.reduce((sum, value, index) => round(sum + round(value * (column[index] ?? NaN))), 0),
    ),
  );
}

function tensorOf(point: ReferenceSample, name: string): TensorData {
  const tensor = point.values[name];
  if (tensor === undefined) throw new Error(`no ${name}`);
  return tensor;
}

export function forwardByHand(
  point: ReferenceSample,
  { round = (value) => value, noBias, sum, factor = 1 }: Slips = {},
) {
  const get = (name: string) => rowsOf(tensorOf(point, name));
  const add = (rows: Rows, bias: number[]) =>
    rows.map((row) => row.map((value, index) => (noBias ? value : round(value + (bias[index] ?? NaN)))));
  const z1 = add(product(get('x'), transposed(get('W1')), round), get('b1')[0] ?? []);
  const z2 = z1.map((row) => row.map((value) => (value > 0 ? value : 0)));
  const yhat = add(product(z2, transposed(get('w2')), round), get('b2')[0] ?? []);
  const squares = yhat.map((row, index) => round(((row[0] ?? NaN) - (get('y')[index]?.[0] ?? NaN)) ** 2));
  const total = squares.reduce((all, square) => round(all + square), 0);
  return { z1, z2, yhat, loss: round((factor * total) / 2 / (sum ? 1 : yhat.length)) };
}

export function backwardByHand(point: ReferenceSample, slips: Slips = {}) {
  const { round = (value: number) => value, mask, sign, sum, factor = 1, transposeDw1, noBias } = slips;
  const get = (name: string) => rowsOf(tensorOf(point, name));
  const { z1, z2, yhat } = forwardByHand(point, { round, ...(noBias === undefined ? {} : { noBias }) });
  const by = ((sign ? -1 : 1) * factor) / (sum ? 1 : yhat.length);
  const y = get('y');
  const dyhat = yhat.map((row, index) => row.map((value) => round(by * (value - (y[index]?.[0] ?? NaN)))));
  const dz2 = product(dyhat, get('w2'), round);
  const open = (z: number) => (mask === 'none' ? true : mask === 'inverted' ? z <= 0 : z > 0);
  const dz1 = dz2.map((row, i) => row.map((value, j) => (open(z1[i]?.[j] ?? NaN) ? value : 0)));
  const columnSums = (rows: Rows) => transposed(rows).map((column) => column.reduce((all, v) => round(all + v), 0));
  const dW1 = product(transposed(dz1), get('x'), round);
  return {
    dyhat,
    dz2,
    dz1,
    dW1: transposeDw1 ? transposed(dW1) : dW1,
    db1: columnSums(dz1),
    dw2: product(transposed(dyhat), z2, round),
    db2: columnSums(dyhat),
    dx: product(dz1, get('W1'), round),
  };
}
