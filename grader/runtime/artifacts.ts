/** Reads the files of an exported model for tf.js's loaders. Must not open anything outside the submission. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { listField, type JsonRecord } from '../text/fields.js';
import { partsOf, type ModelParts } from '../translation/artifacts.js';
import { readingsOfPath, textOfJson, weightFileOf } from '../translation/files.js';
import { translateModel } from '../translation/translate.js';

/** `path` is the model.json inside `root`. */
export function readArtifacts(root: string, path: string): io.ModelArtifacts & { weightData: ArrayBuffer } {
  const translated = translateModel(JSON.parse(textOfJson(readFileSync(inside(root, path))) ?? '') as JsonRecord);
  // the reader has already refused such a model
  if (!translated.ok) throw new Error(`${path} ${translated.problem}`);
  const folder = dirname(path);
  const parts = partsOf(translated.model, (group) =>
    listField(group, 'paths').map((shard) => readFileSync(fileOf(root, folder, String(shard)))),
  );
  // the reader has examined them
  return parts as unknown as io.ModelArtifacts & Pick<ModelParts, 'weightData'>;
}

/** The file that the reader has chosen for this name: the name may be a URL, or a browser may have renamed the file. */
function fileOf(root: string, folder: string, shard: string): string {
  const folders = new Set(readingsOfPath(shard).map((one) => dirname(join(folder, one))));
  return inside(root, weightFileOf(folder, shard, new Set([...folders].flatMap((one) => namesIn(root, one)))));
}

/** Paths in a folder of the submission; none for a folder outside, which is reported when the file is opened. */
function namesIn(root: string, folder: string): string[] {
  const place = join(root, folder);
  if (!`${place}${sep}`.startsWith(join(root, sep)) || !existsSync(place)) return [];
  return readdirSync(place).map((name) => join(folder, name));
}

/** The real path of a file of the submission. Throws a plain sentence if it leads outside. */
export function inside(root: string, path: string): string {
  const file = join(root, path);
  const outside = new Error(`${path} lies outside the submission`);
  // first by its name alone: the sandbox does not allow looking outside
  if (!file.startsWith(join(root, sep))) throw outside;
  if (!existsSync(file)) throw new Error(`${path} is not in the submission`);
  const real = realpathSync(file);
  if (!real.startsWith(realpathSync(root) + sep)) throw outside;
  return real;
}
