/** Loads an exported model into tf.js from its files. Relies on the reader having accepted the files. */
import { createHash } from 'node:crypto';
import type { io } from '@tensorflow/tfjs-core';
import type { ModelFormat } from '../protocol/worker.js';
import { readArtifacts } from './artifacts.js';
import { rememberOrigin } from './run-layers.js';
import { explainLoading } from './model-errors.js';
import { tf, type Model } from './tf.js';

export type { Model } from './tf.js';

type Tensor = ReturnType<typeof tf.tensor>;
/** The formats of tf.js. */
export type TfFormat = Exclude<ModelFormat, 'onnx-model'>;

/** `path` is the model.json inside `root`; weight files must not be outside. `format` is not guessed from the file. */
export async function loadModel(root: string, path: string, format: ModelFormat): Promise<Model> {
  if (format === 'onnx-model') throw new Error('the model is not one of tf.js');
  return await loadFrom(readArtifacts(root, path), format);
}

/** The same from what the files contain. Throws a plain sentence. */
export async function loadFrom(artifacts: io.ModelArtifacts, format: TfFormat): Promise<Model> {
  try {
    return await loadAs(artifacts, format);
  } catch (error) {
    throw await explainLoading(error, artifacts.modelTopology);
  }
}

async function loadAs(artifacts: io.ModelArtifacts, format: TfFormat): Promise<Model> {
  const handler = { load: () => Promise.resolve(artifacts) };
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
