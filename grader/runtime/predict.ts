/** Runs a network on all examples, batch by batch. */
import { scale, type Scaling } from '../tensor/images.js';
import { sizeOf, type TensorData } from '../tensor/tensor.js';
import type { Batch, Network, Rows } from './network.js';
import { tooLarge, type ReadOutput } from './outputs.js';

const MANY_BYTES = 1 << 22;

export interface Prediction {
  /** [N, K] float32; described but not kept if it has too many numbers. */
  readonly outputs: ReadOutput;
  /** The model did not change its input. */
  readonly inputKept: boolean;
}

export interface PredictOptions extends Scaling {
  readonly batchSize: number;
  readonly mostValues: number;
}

/** Outputs for all examples, `batchSize` at a time. Throws a plain sentence. */
export async function predictAll(
  network: Network,
  input: TensorData,
  { batchSize, mostValues, ...scaling }: PredictOptions,
): Promise<Prediction> {
  const total = input.shape[0] ?? 0;
  const parts: Float32Array[] = [];
  let width = -1;
  let inputKept = true;
  for await (const part of answersFor(network, input, batchSize, scaling)) {
    if (width >= 0 && part.width !== width) throw new Error('the model gives outputs of different widths');
    width = part.width;
    inputKept &&= part.inputKept;
    if (width * total > mostValues) return { outputs: tooLarge('tensor', [total, width]), inputKept };
    parts.push(part.values);
  }
  const data: TensorData = { dtype: 'float32', shape: [total, Math.max(width, 0)], values: joined(parts) };
  return { outputs: { kind: 'numbers', form: 'tensor', data }, inputKept };
}

/** `rows` examples from `start` on, scaled. */
export function batchOf({ shape, values }: TensorData, start: number, rows: number, scaling: Scaling): Batch {
  const [, ...example] = shape;
  const size = sizeOf(example);
  return { values: scale(values, start * size, rows * size, scaling), shape: [rows, ...example] };
}

/** The answers for all examples, `batchSize` at a time. Throws a plain sentence. */
export async function* answersFor(
  network: Network,
  input: TensorData,
  batchSize: number,
  scaling: Scaling,
): AsyncGenerator<Answer> {
  const { shape, values } = input;
  const [total = 0, ...example] = shape;
  const size = sizeOf(example);
  const computeBytes = network.rows === null ? network.computeBytes?.bind(network) : undefined;
  // preparing it pays only for many examples
  const isWorthIt = values.length >= MANY_BYTES || network.hasScaled?.(scaling) === true;
  const bytes = values instanceof Uint8Array && isWorthIt ? values : null;
  // new memory for each batch would cost more than the scaling
  const memory = new Float32Array(computeBytes !== undefined && bytes !== null ? 0 : Math.min(total, batchSize) * size);
  for (let start = 0; start < total; start += batchSize) {
    const rows = Math.min(batchSize, total - start);
    const [from, count] = [start * size, rows * size];
    const sides = [rows, ...example];
    if (computeBytes !== undefined && bytes !== null) {
      yield withWidth(await computeBytes({ values: bytes.subarray(from, from + count), shape: sides }, scaling));
    } else {
      const scaled = scale(values, from, count, scaling, memory.subarray(0, count));
      yield await predictBatch(network, { values: scaled, shape: sides });
    }
  }
}

export interface Answer extends Rows {
  /** The count of numbers in what it gives for one example. */
  readonly width: number;
}

function withWidth(rows: Rows): Answer {
  return { ...rows, width: sizeOf(rows.sides) };
}

/** Outputs of one batch. With a fixed batch size, the last one is padded with zeros, whose answers are dropped. */
export async function predictBatch(network: Network, { values, shape }: Batch): Promise<Answer> {
  const [rows = 0, ...example] = shape;
  const fixed = network.rows;
  if (fixed === null || fixed === rows) return withWidth(await network.compute({ values, shape }));
  const size = values.length / Math.max(1, rows);
  const parts: Float32Array[] = [];
  let sides: readonly number[] = [];
  let inputKept = true;
  for (let start = 0; start < rows; start += fixed) {
    const fed = new Float32Array(fixed * size);
    fed.set(values.subarray(start * size, (start + fixed) * size));
    const part = await network.compute({ values: fed, shape: [fixed, ...example] });
    ({ sides } = part);
    inputKept &&= part.inputKept;
    parts.push(part.values.subarray(0, Math.min(fixed, rows - start) * sizeOf(sides)));
  }
  return { values: joined(parts), width: sizeOf(sides), sides, inputKept };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((offset, part) => (values.set(part, offset), offset + part.length), 0);
  return values;
}
