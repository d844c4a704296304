/** The files of an exported model, as tf.js's loaders take them. Nothing outside the submission is opened. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import type { JsonRecord } from '../text/fields.js';
import { sizeOf } from '../tensor/tensor.js';
import { bytesOfType, readingsOfPath, textOfJson, weightFileOf } from '../translation/files.js';
import { translateModel } from '../translation/translate.js';

/** `path` is the model.json inside `root`. */
export function readArtifacts(root: string, path: string): io.ModelArtifacts & { weightData: ArrayBuffer } {
  const translated = translateModel(JSON.parse(textOfJson(readFileSync(inside(root, path))) ?? '') as JsonRecord);
  // the reader has refused it before
  if (!translated.ok) throw new Error(`${path} ${translated.problem}`);
  const json = translated.model as unknown as io.ModelJSON;
  const folder = dirname(path);
  const buffers = json.weightsManifest.map(({ paths, weights }) => {
    const parts = paths.map((shard) => readFileSync(fileOf(root, folder, shard)));
    // what follows after a group's last weight would shift the next group's
    return Buffer.concat(parts).subarray(
      0,
      weights.reduce((sum, weight) => sum + bytesOf(weight), 0),
    );
  });
  // older converters put it into the metadata, where it comes first for tf.js
  const signature = json.userDefinedMetadata?.['signature'] ?? json.signature;
  const joined = Buffer.concat(buffers);
  return {
    modelTopology: json.modelTopology,
    ...(signature === undefined ? {} : { signature }),
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    weightData: joined.buffer.slice(joined.byteOffset, joined.byteOffset + joined.byteLength),
  };
}

function bytesOf({ shape, dtype, quantization }: io.WeightsManifestEntry): number {
  return sizeOf(shape) * bytesOfType(quantization?.dtype ?? dtype);
}

/** The file that the reader has taken for this one: the name may be an address, or a browser may have renamed it. */
function fileOf(root: string, folder: string, shard: string): string {
  const folders = new Set(readingsOfPath(shard).map((one) => dirname(join(folder, one))));
  return inside(root, weightFileOf(folder, shard, new Set([...folders].flatMap((one) => namesIn(root, one)))));
}

/** Paths of what lies in a folder of the submission; none for one that leads outside, which is told where it is opened. */
function namesIn(root: string, folder: string): string[] {
  const place = join(root, folder);
  if (!`${place}${sep}`.startsWith(join(root, sep)) || !existsSync(place)) return [];
  return readdirSync(place).map((name) => join(folder, name));
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
