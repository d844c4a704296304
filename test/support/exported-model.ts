/** Models made by tfjs-layers and laid out as by `model.save`, as files in memory. */
import { createRequire } from 'node:module';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';

const load = createRequire(import.meta.url);
export const tf = load('@tensorflow/tfjs-core') as typeof Core;
load('@tensorflow/tfjs-backend-cpu');
// Without it the first tensor prints an advertisement.
tf.enableProdMode();
export const tfl = load('@tensorflow/tfjs-layers') as typeof Layers;

/** model.json as an object whose parts a test may change. */
export interface ModelJson {
  format?: string;
  modelTopology: Record<string, unknown>;
  weightsManifest: WeightGroupJson[];
}

export interface WeightGroupJson {
  paths: string[];
  weights: {
    name: string;
    shape: number[];
    dtype: string;
    group?: string;
    quantization?: { dtype: string; scale?: number; min?: number };
  }[];
}

export interface LayerJson {
  class_name: string;
  config: Record<string, unknown>;
}

export interface ExportedModel {
  readonly json: ModelJson;
  readonly weights: Uint8Array;
}

export async function exportModel(model: Layers.LayersModel, includeOptimizer = false): Promise<ExportedModel> {
  const exported: ExportedModel[] = [];
  const handler = tf.io.withSaveHandler((artifacts) => {
    const json = {
      format: 'layers-model',
      modelTopology: artifacts.modelTopology as Record<string, unknown>,
      weightsManifest: [{ paths: ['weights.bin'], weights: artifacts.weightSpecs ?? [] }],
    };
    const data = tf.io.CompositeArrayBuffer.join(artifacts.weightData);
    exported.push({ json: structuredClone(json), weights: new Uint8Array(data) });
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } });
  });
  await model.save(handler, { includeOptimizer });
  const first = exported[0];
  if (first === undefined) throw new Error('nothing was saved');
  return first;
}

/** Dense 2-3-1 with relu and sigmoid: 13 parameters, 52 bytes. */
export function smallModel(): Layers.LayersModel {
  return tfl.sequential({
    layers: [
      tfl.layers.dense({ name: 'hidden', units: 3, inputShape: [2], activation: 'relu' }),
      tfl.layers.dense({ name: 'out', units: 1, activation: 'sigmoid' }),
    ],
  });
}

/** The files of a submission with the model in `folder`. */
export function modelFiles(model: ExportedModel, folder = 'deep'): Record<string, string | Uint8Array> {
  return { [`${folder}/model.json`]: JSON.stringify(model.json), [`${folder}/weights.bin`]: model.weights };
}

/** The first group of weights, for a test to change. */
export function groupOf(json: ModelJson): WeightGroupJson {
  return present(json.weightsManifest[0]);
}

export function weightOf(json: ModelJson, index: number): WeightGroupJson['weights'][number] {
  return present(groupOf(json).weights[index]);
}

export function layersOf(json: ModelJson): LayerJson[] {
  return (json.modelTopology['config'] as { layers: LayerJson[] }).layers;
}

export function layerOf(json: ModelJson, index: number): LayerJson {
  return present(layersOf(json)[index]);
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the model has no such part');
  return value;
}
