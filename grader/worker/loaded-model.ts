/**
 * The model that a worker runs: loaded into tf.js and, on the backend onnx, translated for ONNX Runtime as well. tf.js
 * then answers as a witness. A model that is ONNX itself runs in ONNX Runtime alone. A worker may get one model after the
 * other; each frees what the one before had.
 */
import { readFileSync } from 'node:fs';
import { BACKEND_FAILED, type LoadedModel as Facts, type Request } from '../protocol/worker.js';
import { inside, readArtifacts } from '../runtime/artifacts.js';
import { chooseBackend, type Chosen } from '../runtime/backends.js';
import { factsOfModel } from '../runtime/loaded-facts.js';
import { digestWeights, loadFrom, type Model, type TfFormat } from '../runtime/model.js';
import type { Network } from '../runtime/network.js';
import { openSubmitted } from '../runtime/onnx/submitted.js';
import { translated } from '../runtime/onnx/translated.js';
import { tfNetwork } from '../runtime/tf-network.js';
import { tf } from '../runtime/tf.js';
import { argumentsBefore } from './shown.js';

/** One of its answers is asked for at a time. */
export interface LoadedModel {
  readonly backend: string;
  /** In tf.js, which alone can differentiate it; null for an ONNX model. */
  readonly model: Model | null;
  readonly facts: Facts;
  /** sha256 over its weights now. */
  digest(): string;
  /** On the backend of the worker. */
  readonly network: Network;
  /** Calls with the network that the backend is compared with. */
  witness<T>(ask: (network: Network) => Promise<T>): Promise<T>;
  free(): void;
}

let chosen: Chosen | null = null;

type LoadRequest = Extract<Request, { type: 'load-model' }>;

/** Throws a plain sentence. */
export async function load(root: string, request: LoadRequest): Promise<LoadedModel> {
  chosen ??= await backendOrTell();
  const { format, ...rest } = request;
  return format === 'onnx-model' ? await loadOnnx(root, rest, chosen) : await loadTf(root, { ...rest, format }, chosen);
}

async function backendOrTell(): Promise<Chosen> {
  try {
    return await chooseBackend(argumentsBefore(process.argv).slice(3));
  } catch (error) {
    throw new Error(`${BACKEND_FAILED}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function loadOnnx(
  root: string,
  { path, example, channelsFirst, plain }: Omit<LoadRequest, 'format'>,
  { name, onnx }: Chosen,
): Promise<LoadedModel> {
  if (onnx === null) throw new Error(`${BACKEND_FAILED}: ${path} needs onnx`);
  const bytes = readFileSync(inside(root, path));
  const opened = await openSubmitted(bytes, { library: onnx, example, channelsFirst: channelsFirst === true });
  return {
    ...{ backend: name, model: null, facts: opened.facts },
    digest: () => opened.weights,
    network: plain === true ? opened.witness : opened.network,
    witness: (ask) => ask(opened.witness),
    free: () => {
      opened.close();
    },
  };
}

async function loadTf(
  root: string,
  { path, format, example }: Omit<LoadRequest, 'format'> & { readonly format: TfFormat },
  { name, onnx }: Chosen,
): Promise<LoadedModel> {
  const artifacts = readArtifacts(root, path);
  const model = await loadFrom(artifacts, format);
  const facts = await factsOfModel(model, example);
  const own = tfNetwork(model);
  if (onnx === null) {
    const witness = <T>(ask: (network: Network) => Promise<T>) => onCpu(() => ask(own));
    const digest = () => digestWeights(model);
    return { backend: name, model, facts, digest, network: own, witness, free: () => model.dispose() };
  }
  const network = translated(artifacts, { format, example, library: onnx });
  // what a session computes with cannot be changed by running it
  const weights = digestWeights(model);
  return {
    backend: name,
    model,
    facts,
    digest: () => weights,
    network,
    witness: (ask) => ask(own),
    free: () => {
      network.close();
      model.dispose();
    },
  };
}

/** Whatever the backend of tf.js. */
async function onCpu<T>(ask: () => Promise<T>): Promise<T> {
  const before = tf.getBackend();
  await tf.setBackend('cpu');
  try {
    return await ask();
  } finally {
    await tf.setBackend(before);
  }
}
