/**
 * What a translated model.json and the bytes of its weight files are together, as tf.js's loaders take it. The worker that
 * runs a model and the reader that counts its work must see the same. Pure.
 */
import { field, listField, type JsonRecord } from '../text/fields.js';
import { sizeOf } from '../tensor/tensor.js';
import { bytesOfType } from './files.js';

export interface ModelParts {
  readonly modelTopology: unknown;
  readonly signature?: unknown;
  readonly weightSpecs: readonly unknown[];
  readonly weightData: ArrayBuffer;
}

/** `filesOf` gives the bytes of the files of a group, in order; `at` is the place of the group in the manifest. */
export function partsOf(model: JsonRecord, filesOf: (group: unknown, at: number) => readonly Uint8Array[]): ModelParts {
  const groups = listField(model, 'weightsManifest');
  const buffers = groups.map((group, at) =>
    // bytes after a group's last weight would shift the weights of the next group
    Buffer.concat(filesOf(group, at)).subarray(0, bytesOfAll(listField(group, 'weights'))),
  );
  const joined = Buffer.concat(buffers);
  const signature = signatureOf(model);
  return {
    modelTopology: field(model, 'modelTopology'),
    ...(signature === undefined ? {} : { signature }),
    weightSpecs: groups.flatMap((group) => listField(group, 'weights')),
    weightData: joined.buffer.slice(joined.byteOffset, joined.byteOffset + joined.byteLength),
  };
}

/** Older converters put it into the metadata, which takes precedence in tf.js. */
export function signatureOf(model: unknown): unknown {
  return field(field(model, 'userDefinedMetadata'), 'signature') ?? field(model, 'signature');
}

function bytesOfAll(weights: readonly unknown[]): number {
  return weights.reduce<number>((sum, weight) => {
    const stored = field(field(weight, 'quantization'), 'dtype') ?? field(weight, 'dtype');
    return sum + sizeOf(listField(weight, 'shape') as readonly number[]) * bytesOfType(String(stored));
  }, 0);
}
