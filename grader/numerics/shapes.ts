/** Decides which shapes are equivalent, and describes differences to students. Must not broadcast. */
import type { OutputForm } from '../protocol/worker.js';
import { sizeOf, type TensorData } from '../tensor/tensor.js';
import { at, build, matrixSides } from './ops/op.js';

export interface ObservedTensor {
  readonly form: OutputForm;
  readonly data: TensorData;
}

export type Aligned =
  /** The values are in the order of the reference; `note` describes the difference that was tolerated. */
  | { readonly kind: 'same'; readonly values: ArrayLike<number>; readonly note: string | null }
  | { readonly kind: 'other'; readonly shape: readonly number[] };

/**
 * Aligns the observed values with the reference if they have the same shape, differ only in sides of 1 (such as a
 * column for a row), or are a flat typed array of the right length.
 */
export function align(observed: ObservedTensor, reference: TensorData): Aligned {
  const { shape, values } = observed.data;
  if (equalShapes(shape, reference.shape)) return { kind: 'same', values, note: null };
  if (equalShapes(squeeze(shape), squeeze(reference.shape))) {
    return { kind: 'same', values, note: noteOn(shape, reference.shape) };
  }
  const isFlat = observed.form === 'typed-array' && shape.length === 1 && shape[0] === sizeOf(reference.shape);
  if (isFlat) return { kind: 'same', values, note: `a flat array was read row by row as ${show(reference.shape)}` };
  return { kind: 'other', shape };
}

function noteOn(shape: readonly number[], reference: readonly number[]): string {
  if (reference.length === 0) return `shape ${show(shape)} was taken as a single number`;
  if (shape.length === 0) return `a single number was taken as shape ${show(reference)}`;
  return `shape ${show(shape)} was taken as ${show(reference)}`;
}

/** `[2, 3]` as text. */
export function show(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** The found and the expected shape as a predicate: `has shape [3], expected [2]`. */
export function contrast(found: readonly number[], expected: readonly number[]): string {
  const is = found.length === 0 ? 'is a single number' : `has shape ${show(found)}`;
  return `${is}, expected ${expected.length === 0 ? 'a single number' : `shape ${show(expected)}`}`;
}

/** The matrix transposed; a vector is returned as it is. */
export function transpose(matrix: TensorData): TensorData {
  if (matrix.shape.length !== 2) return matrix;
  const [rows, columns] = matrixSides(matrix);
  return build([columns, rows], (index) => at(matrix, (index % rows) * columns + Math.floor(index / rows)));
}

/** The sum over the first axis if the rest of the shape is that of the reference; null otherwise. */
export function sumOverBatch(data: TensorData, reference: TensorData): TensorData | null {
  const [batch, ...rest] = data.shape;
  if (batch === undefined || batch < 2 || !equalShapes(squeeze(rest), squeeze(reference.shape))) return null;
  const size = sizeOf(rest);
  return build(reference.shape, (index) => {
    let sum = 0;
    for (let row = 0; row < batch; row += 1) sum += at(data, row * size + index);
    return sum;
  });
}

export function equalShapes(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((side, axis) => side === b[axis]);
}

/** The shape without its sides of 1. */
export function squeeze(shape: readonly number[]): readonly number[] {
  return shape.filter((side) => side !== 1);
}
