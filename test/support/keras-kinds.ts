/** Models of Keras 3 in one file: the converter's output for each, and Keras's answers. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

interface Packed {
  readonly shape: readonly number[];
  /** float32, or int32 where `dtype` says so, in base64. */
  readonly values: string;
}

export interface Kind {
  readonly topology: Readonly<Record<string, unknown>>;
  readonly weights: readonly (Packed & { readonly name: string; readonly dtype: string })[];
  readonly input: Packed;
  readonly output: Packed;
}

export function readKinds(path = 'fixtures/keras3/kinds.json'): Readonly<Record<string, Kind>> {
  return JSON.parse(readFileSync(resolve(path), 'utf8')) as Readonly<Record<string, Kind>>;
}

export function numbersOf({ values }: Packed): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(values, 'base64')).buffer);
}

/** model.json and weights.bin as the converter lays them out. */
export function filesOf({ topology, weights }: Kind): Record<string, string | Uint8Array> {
  const specs = weights.map(({ name, shape, dtype }) => ({ name, shape, dtype }));
  const json = {
    format: 'layers-model',
    generatedBy: `keras v${String(topology['keras_version'])}`,
    convertedBy: 'TensorFlow.js Converter v4.22.0',
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
  };
  const bytes = weights.map(({ values }) => Buffer.from(values, 'base64'));
  return { 'model.json': JSON.stringify(json), 'weights.bin': Buffer.concat(bytes) };
}
