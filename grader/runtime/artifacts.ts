/** The files of an exported model, as tf.js's loaders take them. Nothing outside the submission is opened. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { meantBy } from '../schema/copy-names.js';
import type { JsonRecord } from '../schema/fields.js';
import { translateModel } from '../translation/translate.js';

/** `path` is the model.json inside `root`. */
export function readArtifacts(root: string, path: string): io.ModelArtifacts & { weightData: ArrayBuffer } {
  const text = readFileSync(inside(root, path), 'utf8');
  const translated = translateModel(JSON.parse(text) as JsonRecord);
  // the reader has refused it before
  if (!translated.ok) throw new Error(`${path} ${translated.problem}`);
  const json = translated.model as unknown as io.ModelJSON;
  const folder = dirname(path);
  const buffers = json.weightsManifest.flatMap((group) =>
    group.paths.map((shard) => readFileSync(inside(root, meantIn(root, join(folder, shard))))),
  );
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

/** The file that the reader has taken for this one: a browser may have renamed it. */
function meantIn(root: string, path: string): string {
  const folder = join(root, dirname(path));
  // what leads outside, or to nothing, is told where it is opened
  const file = join(root, path);
  if (!file.startsWith(join(root, sep)) || existsSync(file) || !existsSync(folder)) return path;
  const names = readdirSync(folder).map((name) => join(dirname(path), name));
  return meantBy(path, new Set(names)) ?? path;
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
