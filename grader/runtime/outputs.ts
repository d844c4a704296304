/** Reads what a student's function returned into plain numbers: tensors, typed arrays, nested arrays, numbers. */
import { fromNested, type TensorData } from '../schema/tensor.js';
import type { OutputForm } from '../schema/protocol.js';
import type { Tensor } from '@tensorflow/tfjs-core';
import { tf } from './tf.js';

export type ReadOutput =
  | { readonly kind: 'numbers'; readonly form: OutputForm; readonly data: TensorData }
  | { readonly kind: 'unusable'; readonly found: string };

/** More numbers than this are no answer to any question that is asked. */
const MOST_VALUES = 4_000_000;
/** Deeper than any answer is nested. */
const MOST_LEVELS = 8;

/** Nested arrays that would take the time of the call only to be read; not the student's endless loop. */
class TooMany extends Error {}

/** Never throws; what cannot be read is `unusable` with what was found. */
export function readOutput(value: unknown): ReadOutput {
  try {
    return read(value);
  } catch (error) {
    if (error instanceof TooMany) return unusable(`an array with more than ${String(MOST_VALUES)} numbers`);
    return unusable('something that cannot be read');
  }
}

function read(value: unknown): ReadOutput {
  if (value instanceof tf.Tensor) return readTensor(value as Tensor);
  if (typeof value === 'number')
    return numbers('number', { dtype: 'float64', shape: [], values: Float64Array.of(value) });
  if (ArrayBuffer.isView(value)) return readTypedArray(value);
  if (Array.isArray(value)) return readNested(value as unknown[]);
  return unusable(describe(value));
}

function numbers(form: OutputForm, data: TensorData): ReadOutput {
  if (data.values.length > MOST_VALUES)
    return unusable(`${String(data.values.length)} numbers, at most ${String(MOST_VALUES)}`);
  return { kind: 'numbers', form, data };
}

function unusable(found: string): ReadOutput {
  return { kind: 'unusable', found };
}

function readTensor(tensor: Tensor): ReadOutput {
  if (tensor.isDisposed) return unusable('a tensor that was disposed of');
  const { dtype, shape } = tensor;
  if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') return unusable(`a tensor of dtype ${dtype}`);
  // a copy: the cpu backend hands out its own storage
  const values = tensor.dataSync().slice();
  return numbers('tensor', { dtype, shape: [...shape], values });
}

function readTypedArray(view: ArrayBufferView): ReadOutput {
  if (isNoRow(view)) return unusable(describe(view));
  const shape = [(view as unknown as ArrayLike<number>).length];
  if (view instanceof Float32Array) return numbers('typed-array', { dtype: 'float32', shape, values: view.slice() });
  const values = Float64Array.from(view as unknown as ArrayLike<number>);
  return numbers('typed-array', { dtype: 'float64', shape, values });
}

/** What a tensor's reader, who knows no promises and tensors, calls them and what is not there. */
const VAGUE = ['an object', 'a undefined'];

function readNested(value: readonly unknown[]): ReadOutput {
  const parsed = fromNested(plain(value, 0, { room: MOST_VALUES }));
  if (parsed.ok) return numbers('nested-array', parsed.tensor);
  const { at, found } = parsed.problem;
  const place = at === '' ? '' : ` at ${at}`;
  return unusable(`an array with ${VAGUE.includes(found) ? describe(valueAt(value, at)) : found}${place}`);
}

/**
 * Rows may be typed arrays. Empty places, rows that are one and the same and rows inside themselves count as often as
 * they are met, so that a few bytes of code cannot make an array that is never read to its end; `budget` counts down.
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

/** What stands at a place such as `[1][0]`. */
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
  // Array, Map, Date, Float32Array ...: what the value is, where it is no plain object
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1).slice(0, 40);
  if (tag !== 'Object') return `${/^[AEIOU]/.test(tag) ? 'an' : 'a'} ${tag}`;
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an object without keys';
  return `an object with keys ${keys.slice(0, 8).join(', ').slice(0, 200)}`;
}
