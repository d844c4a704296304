/** Reads what a student's function returned into plain numbers: tensors, typed arrays, nested arrays, numbers. */
import { fromNested, sizeOf, type TensorData } from '../tensor/tensor.js';
import { FAR_MORE, type OutputForm } from '../protocol/worker.js';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from './tf.js';

export type ReadOutput =
  | { readonly kind: 'numbers'; readonly form: OutputForm; readonly data: TensorData }
  | { readonly kind: 'unusable'; readonly found: string };

/** Rows are counted as well as numbers: rows of one number each are as many as the numbers. */
const NESTING = 4;
/** Deeper than any answer is nested. */
const MOST_LEVELS = 8;

/** Nested arrays whose reading would use up the time of the call, which is not an endless loop of the student's. */
class TooMany extends Error {}

/** Never throws; a value that cannot be read, or has more numbers than `most`, is `unusable` with a description. */
export function readOutput(value: unknown, most: number): ReadOutput {
  try {
    return read(value, most);
  } catch (error) {
    if (error instanceof TooMany) return unusable(`an array with more than ${String(most)} numbers, ${FAR_MORE}`);
    return unusable('something that cannot be read');
  }
}

function read(value: unknown, most: number): ReadOutput {
  if (value instanceof tf.Tensor) return readTensor(value as Tensor, most);
  if (typeof value === 'number')
    return numbers('number', { dtype: 'float64', shape: [], values: Float64Array.of(value) });
  if (ArrayBuffer.isView(value)) return readTypedArray(value, most);
  if (Array.isArray(value)) return readNested(value as unknown[], most);
  return unusable(describe(value));
}

function numbers(form: OutputForm, data: TensorData): ReadOutput {
  return { kind: 'numbers', form, data };
}

/** Describes an output with too many numbers by its size alone, without reading it. */
export function tooLarge(form: OutputForm, shape: readonly number[]): ReadOutput {
  const what = form === 'tensor' ? `a tensor of shape [${shape.join(', ')}]` : 'an array';
  return unusable(`${what} with ${String(sizeOf(shape))} numbers, ${FAR_MORE}`);
}

function unusable(found: string): ReadOutput {
  return { kind: 'unusable', found };
}

function readTensor(tensor: Tensor, most: number): ReadOutput {
  if (tensor.isDisposed) return unusable('a tensor that was disposed of');
  const { dtype, shape } = tensor;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') return unusable(`a tensor of dtype ${dtype}`);
  if (sizeOf(shape) > most) return tooLarge('tensor', shape);
  const stored = tensor.dataSync();
  // a tensor that was tampered with has another count of numbers than its shape says
  if (stored.length !== sizeOf(shape)) return unusable(`a tensor that holds ${String(stored.length)} numbers`);
  // a copy: the cpu backend returns its own storage
  const values = stored.slice();
  return numbers('tensor', { dtype, shape: [...shape], values });
}

function readTypedArray(view: ArrayBufferView, most: number): ReadOutput {
  if (isNoRow(view)) return unusable(describe(view));
  const shape = [(view as unknown as ArrayLike<number>).length];
  if (sizeOf(shape) > most) return tooLarge('typed-array', shape);
  if (view instanceof Float32Array) return numbers('typed-array', { dtype: 'float32', shape, values: view.slice() });
  const values = Float64Array.from(view as unknown as ArrayLike<number>);
  return numbers('typed-array', { dtype: 'float64', shape, values });
}

/** How the reader of nested arrays, which does not know promises and tensors, describes these and missing values. */
const VAGUE = ['an object', 'a undefined'];

function readNested(value: readonly unknown[], most: number): ReadOutput {
  const parsed = fromNested(plain(value, 0, { room: NESTING * most }));
  if (parsed.ok) {
    const { shape, values } = parsed.tensor;
    return values.length > most ? tooLarge('nested-array', shape) : numbers('nested-array', parsed.tensor);
  }
  const { at, found } = parsed.problem;
  const place = at === '' ? '' : ` at ${at}`;
  return unusable(`an array with ${VAGUE.includes(found) ? describe(valueAt(value, at)) : found}${place}`);
}

/**
 * Rows may be typed arrays. Holes, shared rows and rows that contain themselves count as often as they are reached, so
 * that a few bytes of code cannot make an array whose reading never ends; `budget` counts down.
 */
function plain(value: unknown, depth: number, budget: { room: number }): unknown {
  if (depth > MOST_LEVELS) return null;
  const isRow = ArrayBuffer.isView(value) && !isNoRow(value);
  if (!isRow && !Array.isArray(value)) return value;
  const row = value as unknown as ArrayLike<unknown>;
  const { length } = row;
  budget.room -= length;
  if (!(budget.room >= 0)) throw new TooMany();
  return Array.from({ length }, (_, index) => plain(row[index], depth + 1, budget));
}

function isNoRow(view: ArrayBufferView): boolean {
  return view instanceof DataView || view instanceof BigInt64Array || view instanceof BigUint64Array;
}

/** The value at a place such as `[1][0]`. */
function valueAt(value: unknown, at: string): unknown {
  return [...at.matchAll(/\d+/g)].reduce((found, [index]) => (found as unknown[])[Number(index)], value);
}

/** A value that is not numbers, in a few words: `a promise (await it inside your function)`. */
export function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (value instanceof tf.Tensor) return 'a tensor';
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise (await it inside your function)';
  // Array, Map, Date, Float32Array ...: the kind of value, if it is not a plain object
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1).slice(0, 40);
  if (tag !== 'Object') return `${/^[AEIOU]/.test(tag) ? 'an' : 'a'} ${tag}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an object without keys';
  return `an object with keys ${keys.slice(0, 8).join(', ').slice(0, 200)}`;
}
