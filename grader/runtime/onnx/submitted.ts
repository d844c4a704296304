/**
 * Opens an ONNX model that was handed in. What the library gets was written anew from what could be read of the file, so
 * that nothing that the reader of the format does not know, and nothing that the scores do not need, reaches native code.
 * Relies on the reader having admitted the file. Must not run in a worker with student code.
 */
import { createHash } from 'node:crypto';
import { adapted } from '../../onnx/adapt.js';
import { constantsOf, nodesOf, type Constants } from '../../onnx/format/constants.js';
import type { OnnxModel } from '../../onnx/format/model.js';
import { readModel } from '../../onnx/format/read.js';
import { selectScores } from '../../onnx/format/select.js';
import type { LoadedModel } from '../../protocol/worker.js';
import { sizeOf } from '../../tensor/tensor.js';
import type { Batch, Bytes, Network, Rows } from '../network.js';
import { explainLibrary } from './errors.js';
import type { OnnxLibrary } from './library.js';
import { OnnxNetwork } from './network.js';

export interface Submitted {
  readonly network: Network;
  /** The same computed without any change by the library, to be compared with. */
  readonly witness: Network;
  readonly facts: LoadedModel;
  /** sha256 over its weights, which running cannot change. */
  readonly weights: string;
  close(): void;
}

interface Target {
  readonly library: OnnxLibrary;
  /** Sides of one example, channels last. */
  readonly example: readonly number[];
  readonly channelsFirst: boolean;
}

/** Throws a plain sentence. */
export async function openSubmitted(
  bytes: Uint8Array,
  { library, example, channelsFirst }: Target,
): Promise<Submitted> {
  const read = readModel(bytes);
  // the reader has already refused such a model
  if (!read.ok) throw new Error(`the model ${read.problem}`);
  const model = selectScores(read.model);
  const fed = adapted(model, { channelsFirst });
  const own = new OnnxNetwork(fed, library);
  const plain = new OnnxNetwork(fed, library, { optimized: false });
  const network = withChannelsLast(own, channelsFirst);
  const constants = constantsOf(model.graph);
  return {
    network,
    witness: withChannelsLast(plain, channelsFirst),
    facts: { ...factsOf(model, constants), empty: await emptyResult(network, fed, example) },
    weights: digestOf(constants),
    close: () => {
      own.close();
      plain.close();
    },
  };
}

function factsOf({ graph }: OnnxModel, constants: Constants): Omit<LoadedModel, 'empty'> {
  return {
    format: 'onnx-model',
    parameters: [...constants.values()].reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    inputShape: null,
    layers: [],
    operations: [...new Set(nodesOf(graph).map(({ operator }) => operator))].sort(),
  };
}

/** Computes one example of zeros, unless the model takes another shape, which is told elsewhere. */
async function emptyResult(network: Network, { graph }: OnnxModel, example: readonly number[]): Promise<string | null> {
  const sides = graph.inputs[0]?.shape?.slice(1) ?? [];
  const fits =
    sides.length === example.length && sides.every((side, at) => typeof side === 'string' || side === example[at]);
  if (!fits) return null;
  const shape = [network.rows ?? 1, ...example];
  const { sides: given } = await network.compute({ values: new Float32Array(sizeOf(shape)), shape });
  return sizeOf(given) > 0 ? null : `the model gives an output of shape [${given.join(', ')}] for an example`;
}

/** Scores for each pixel get their channels last as well; errors of the library become sentences. */
function withChannelsLast(network: OnnxNetwork, channelsFirst: boolean): Network {
  const told = async (run: () => Promise<Rows>): Promise<Rows> => {
    try {
      const rows = await run();
      return channelsFirst && rows.sides.length === 3 ? turnedRows(rows) : rows;
    } catch (error) {
      throw explainLibrary(error);
    }
  };
  return {
    rows: network.rows,
    compute: (batch: Batch) => told(() => network.compute(batch)),
    computeBytes: (bytes: Bytes, scaling) => told(() => network.computeBytes(bytes, scaling)),
    hasScaled: (scaling) => network.hasScaled(scaling),
  };
}

/** [rows, C, H, W] as [rows, H, W, C]. */
function turnedRows({ values, sides, inputKept }: Rows): Rows {
  const [channels = 0, height = 0, width = 0] = sides;
  const pixels = height * width;
  const turned = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += channels * pixels) {
    for (let channel = 0; channel < channels; channel += 1) {
      const from = start + channel * pixels;
      for (let pixel = 0; pixel < pixels; pixel += 1) {
        turned[start + pixel * channels + channel] = values[from + pixel] ?? NaN;
      }
    }
  }
  return { values: turned, sides: [height, width, channels], inputKept };
}

function digestOf(constants: Constants): string {
  const hash = createHash('sha256');
  for (const { bytes } of constants.values()) hash.update(bytes);
  return hash.digest('hex');
}
