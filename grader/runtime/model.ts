/** Loads an exported model from its files and runs it on batches. Relies on the reader having accepted the files. */
import { createHash } from 'node:crypto';
import { scale, type Scaling } from '../tensor/images.js';
import type { io } from '@tensorflow/tfjs-core';
import type { ModelFormat } from '../protocol/worker.js';
import { sizeOf, type TensorData } from '../tensor/tensor.js';
import { readArtifacts } from './artifacts.js';
import { rememberOrigin, runLayers, usesMasks } from './run-layers.js';
import { tooLarge, type ReadOutput } from './outputs.js';
import { inputTypeOf, mustWait, rowsOf } from './feeding.js';
import { explainLoading, explainRunning } from './model-errors.js';
import { tf, type Model } from './tf.js';

export type { Model } from './tf.js';

type Tensor = ReturnType<typeof tf.tensor>;

/** `path` is the model.json inside `root`; weight files must not be outside. `format` is not guessed from the file. */
export async function loadModel(root: string, path: string, format: ModelFormat): Promise<Model> {
  const artifacts = readArtifacts(root, path);
  const handler = { load: () => Promise.resolve(artifacts) };
  try {
    return await loadFrom(handler, artifacts, format);
  } catch (error) {
    throw await explainLoading(error, artifacts.modelTopology);
  }
}

async function loadFrom(
  handler: { load: () => Promise<io.ModelArtifacts> },
  artifacts: io.ModelArtifacts,
  format: ModelFormat,
): Promise<Model> {
  if (format === 'graph-model') return await tf.loadGraphModel(handler);
  const model = await tf.loadLayersModel(handler);
  rememberOrigin(model, (artifacts.modelTopology as { readonly keras_version?: unknown }).keras_version);
  return model;
}

/** sha256 over the bytes of all weights, as hex. */
export function digestWeights(model: Model): string {
  const hash = createHash('sha256');
  const weights: Tensor[] =
    model instanceof tf.GraphModel
      ? Object.entries(model.weights)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .flatMap(([, tensors]) => tensors)
      : model.getWeights();
  for (const weight of weights) {
    const values = weight.dataSync();
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest('hex');
}

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
  model: Model,
  input: TensorData,
  { batchSize, mostValues, ...scaling }: PredictOptions,
): Promise<Prediction> {
  const total = input.shape[0] ?? 0;
  const parts: Float32Array[] = [];
  let width = -1;
  let inputKept = true;
  for (let start = 0; start < total; start += batchSize) {
    const part = await predictBatch(model, batchOf(input, start, Math.min(batchSize, total - start), scaling));
    if (width >= 0 && part.width !== width) throw new Error('the model gives outputs of different widths');
    width = part.width;
    inputKept &&= part.inputKept;
    if (width * total > mostValues) return { outputs: tooLarge('tensor', [total, width]), inputKept };
    parts.push(part.values);
  }
  const data: TensorData = { dtype: 'float32', shape: [total, Math.max(width, 0)], values: joined(parts) };
  return { outputs: { kind: 'numbers', form: 'tensor', data }, inputKept };
}

export interface Batch {
  readonly values: Float32Array;
  readonly shape: number[];
}

/** `rows` examples from `start` on, scaled. */
export function batchOf({ shape, values }: TensorData, start: number, rows: number, scaling: Scaling): Batch {
  const [, ...example] = shape;
  const size = sizeOf(example);
  return { values: scale(values, start * size, rows * size, scaling), shape: [rows, ...example] };
}

function sameBytes(a: Float32Array, b: Float32Array): boolean {
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function predict(model: Model, input: Tensor): Tensor | Tensor[] | Record<string, Tensor> {
  if (!(model instanceof tf.GraphModel) && usesMasks(model)) {
    const outputs = runLayers(model, [input]);
    return outputs.length === 1 ? (outputs[0] as Tensor) : outputs;
  }
  // otherwise tf.js splits the input into batches of 32
  return model.predict(input, { batchSize: input.shape[0] });
}

/** Outputs of one batch. Must not run concurrently: intermediate tensors are freed with the scope. */
export async function predictBatch(model: Model, { values, shape }: Batch) {
  const rows = shape[0] ?? 0;
  const fixed = rowsOf(model);
  if (fixed === null || fixed === rows) return await predictRows(model, { values, shape });
  // with a fixed batch size, the last batch is padded with zeros, whose answers are dropped
  const size = values.length / Math.max(1, rows);
  const parts: Float32Array[] = [];
  let sides: readonly number[] = [];
  let inputKept = true;
  for (let start = 0; start < rows; start += fixed) {
    const fed = new Float32Array(fixed * size);
    fed.set(values.subarray(start * size, (start + fixed) * size));
    const part = await predictRows(model, { values: fed, shape: [fixed, ...shape.slice(1)] });
    ({ sides } = part);
    inputKept &&= part.inputKept;
    parts.push(part.values.subarray(0, Math.min(fixed, rows - start) * part.width));
  }
  return { values: joined(parts), width: sizeOf(sides), sides, inputKept };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((offset, part) => (values.set(part, offset), offset + part.length), 0);
  return values;
}

async function predictRows(model: Model, batch: Batch) {
  try {
    return await computeRows(model, batch);
  } catch (error) {
    throw explainRunning(error);
  }
}

async function computeRows(model: Model, { values, shape }: Batch) {
  const engine = tf.engine();
  engine.startScope();
  try {
    // a copy: some backends use the given array as the memory of the tensor
    const input = tf.tensor(values.slice(), shape, 'float32');
    const fed = inputTypeOf(model) === 'float32' ? input : tf.cast(input, inputTypeOf(model));
    const output = mustWait(model) ? await model.executeAsync(fed) : predict(model, fed);
    if (!(output instanceof tf.Tensor)) throw new Error('the model has several outputs, expected one');
    const [rows, ...rest] = output.shape as number[];
    if (rows !== shape[0]) {
      throw new Error(
        `the model gives an output of shape [${[rows, ...rest].join(', ')}] for ${String(shape[0])} examples`,
      );
    }
    return {
      values: Float32Array.from(output.dataSync()),
      /** The shape of what it gives for one example, and the count of numbers in it. */
      sides: rest,
      width: sizeOf(rest),
      inputKept: sameBytes(values, input.dataSync<'float32'>()),
    };
  } finally {
    engine.endScope();
  }
}
