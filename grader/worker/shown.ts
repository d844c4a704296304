/** Inputs that a worker is shown as files; each is read once, however many models get it. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { SHOWN_FLAG, type ShownTensor } from '../protocol/worker.js';
import { rowsOf } from '../tensor/rows.js';
import { BYTES_PER_ELEMENT, sizeOf, zeros, type TensorData, type TensorValues } from '../tensor/tensor.js';

const read = new Map<string, TensorValues>();

/** Throws if the worker was not told about the file, if it has another size, or if it has no such rows. */
export function readShown({ dtype, shape, file, rows }: ShownTensor): TensorData {
  const key = `${dtype} ${file}`;
  const values = read.get(key) ?? valuesIn(file, dtype);
  read.set(key, values);
  const [, ...example] = shape;
  const total = rows === undefined ? (shape[0] ?? 0) : values.length / sizeOf(example);
  const whole = [total, ...example];
  if (!Number.isInteger(total) || values.length !== sizeOf(whole)) {
    throw new Error(`${file} is not of shape [${shape.join(', ')}]`);
  }
  if (rows === undefined) return { dtype, shape, values };
  if (rows.length !== shape[0] || !rows.every((row) => row < total)) throw new Error(`${file} has no such rows`);
  return rowsOf({ dtype, shape: whole, values }, rows);
}

function valuesIn(file: string, dtype: ShownTensor['dtype']): TensorValues {
  const path = pathsIn(process.argv).find((one) => basename(one) === file);
  if (path === undefined) throw new Error(`${file} is not shown to this worker`);
  const bytes = readFileSync(path);
  const values = zeros(dtype, bytes.length / BYTES_PER_ELEMENT[dtype]);
  new Uint8Array(values.buffer).set(bytes);
  return values;
}

function pathsIn(args: readonly string[]): readonly string[] {
  const at = args.indexOf(SHOWN_FLAG);
  return at < 0 ? [] : args.slice(at + 1);
}

/** The arguments without them. */
export function argumentsBefore(args: readonly string[]): readonly string[] {
  const at = args.indexOf(SHOWN_FLAG);
  return at < 0 ? args : args.slice(0, at);
}
