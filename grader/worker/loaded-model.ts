/**
 * The model that a worker runs: loaded into tf.js and, on the backend onnx, translated for ONNX Runtime as well. tf.js
 * then answers as a witness. A worker may get one model after the other; each frees what the one before had.
 */
import type { LoadedModel as Facts, Request } from '../protocol/worker.js';
import { readArtifacts } from '../runtime/artifacts.js';
import { chooseBackend, type Chosen } from '../runtime/backends.js';
import { factsOfModel } from '../runtime/loaded-facts.js';
import { digestWeights, loadFrom, type Model } from '../runtime/model.js';
import type { Network } from '../runtime/network.js';
import { translated } from '../runtime/onnx/translated.js';
import { tfNetwork } from '../runtime/tf-network.js';
import { tf } from '../runtime/tf.js';
import { argumentsBefore } from './shown.js';

/** One of its answers is asked for at a time. */
export interface LoadedModel {
  readonly backend: string;
  readonly model: Model;
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

/** Throws a plain sentence. */
export async function load(root: string, request: Extract<Request, { type: 'load-model' }>): Promise<LoadedModel> {
  chosen ??= await chooseBackend(argumentsBefore(process.argv).slice(3));
  const { name, onnx } = chosen;
  const { path, format, example } = request;
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
