/** Loads an exported model from its files and runs it on batches. The parent has admitted the files before. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import type { TensorData } from '../schema/tensor.js';
import { tf } from './tf.js';

interface Predicts {
  predict(input: unknown, options: { batchSize: number }): unknown;
}

/** `path` is the model.json inside `root`; weight files may not lie outside. */
export async function loadModel(root: string, path: string): Promise<Predicts> {
  const handler = { load: () => Promise.resolve(readArtifacts(root, path)) };
  const artifacts = readArtifacts(root, path);
  if (artifacts.format === 'graph-model') return await tf.loadGraphModel(handler);
  return await tf.loadLayersModel(handler);
}

function readArtifacts(root: string, path: string): io.ModelArtifacts {
  const text = readFileSync(inside(root, path), 'utf8');
  const json = JSON.parse(text) as io.ModelJSON;
  const folder = dirname(path);
  const buffers = json.weightsManifest.flatMap((group) =>
    group.paths.map((shard) => readFileSync(inside(root, join(folder, shard)))),
  );
  const joined = Buffer.concat(buffers);
  return {
    modelTopology: json.modelTopology,
    ...(json.format === undefined ? {} : { format: json.format }),
    ...(json.signature === undefined ? {} : { signature: json.signature }),
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    weightData: joined.buffer.slice(joined.byteOffset, joined.byteOffset + joined.byteLength),
  };
}

function inside(root: string, path: string): string {
  const file = join(root, path);
  const outside = new Error(`${path} lies outside the submission`);
  // first by its name alone: the sandbox does not let anybody look what is there
  if (!file.startsWith(join(root, sep))) throw outside;
  if (!existsSync(file)) throw new Error(`${path} is not in the submission`);
  const real = realpathSync(file);
  if (!real.startsWith(realpathSync(root) + sep)) throw outside;
  return real;
}

/** Outputs for all examples, `batchSize` at a time and the rest last, as [N, K]. Throws in plain words. */
export function predictAll(model: Predicts, input: TensorData, batchSize: number): TensorData {
  const [total = 0, ...example] = input.shape;
  const size = example.reduce((product, side) => product * side, 1);
  const parts: Float32Array[] = [];
  let width = -1;
  for (let start = 0; start < total; start += batchSize) {
    const rows = Math.min(batchSize, total - start);
    const values = input.values.slice(start * size, (start + rows) * size) as Float32Array;
    const part = predictBatch(model, values, [rows, ...example]);
    if (width >= 0 && part.width !== width) throw new Error('the model gives outputs of different widths');
    width = part.width;
    parts.push(part.values);
  }
  const joined = new Float32Array(total * Math.max(width, 0));
  parts.reduce((offset, part) => (joined.set(part, offset), offset + part.length), 0);
  return { dtype: 'float32', shape: [total, Math.max(width, 0)], values: joined };
}

function predictBatch(model: Predicts, values: Float32Array, shape: number[]): { values: Float32Array; width: number } {
  return tf.tidy(() => {
    // else tf.js cuts what it is given into batches of 32
    const output = model.predict(tf.tensor(values, shape, 'float32'), { batchSize: shape[0] ?? 1 });
    if (!(output instanceof tf.Tensor)) throw new Error('the model has several outputs, expected one');
    const [rows, ...rest] = output.shape as number[];
    if (rows !== shape[0]) {
      throw new Error(
        `the model gives an output of shape [${[rows, ...rest].join(', ')}] for ${String(shape[0])} examples`,
      );
    }
    const width = rest.reduce((product, side) => product * side, 1);
    return { values: Float32Array.from(output.dataSync() as Float32Array), width };
  });
}
