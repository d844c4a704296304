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

/** Never throws; what cannot be read is `unusable` with what was found. */
export function readOutput(value: unknown): ReadOutput {
  try {
    return read(value);
  } catch {
    return { kind: 'unusable', found: 'something that cannot be read' };
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
  if (view instanceof DataView || view instanceof BigInt64Array || view instanceof BigUint64Array) {
    return unusable(`a ${view.constructor.name}`);
  }
  const shape = [(view as unknown as ArrayLike<number>).length];
  if (view instanceof Float32Array) return numbers('typed-array', { dtype: 'float32', shape, values: view.slice() });
  const values = Float64Array.from(view as unknown as ArrayLike<number>);
  return numbers('typed-array', { dtype: 'float64', shape, values });
}

function readNested(value: readonly unknown[]): ReadOutput {
  const parsed = fromNested(plain(value, 0));
  if (parsed.ok) return numbers('nested-array', parsed.tensor);
  return unusable(`an array with ${parsed.problem.found}${parsed.problem.at === '' ? '' : ` at ${parsed.problem.at}`}`);
}

/** Rows may be typed arrays; deeper than any answer nothing is looked at. */
function plain(value: unknown, depth: number): unknown {
  if (depth > 8) return null;
  if (value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array)
    return Array.from(value);
  return Array.isArray(value) ? value.map((item: unknown) => plain(item, depth + 1)) : value;
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value === 'string') return 'a string';
  if (typeof value !== 'object') return `a ${typeof value}`;
  if (typeof (value as { then?: unknown }).then === 'function') return 'a promise (await it inside your function)';
  return `an object with keys ${Object.keys(value).slice(0, 8).join(', ').slice(0, 200)}`;
}
