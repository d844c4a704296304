/** The files that a model may consist of, by their digests: what is known of one holds for another with the same ones. */
import { posix } from 'node:path';

/** What a path in a model.json needs in order to lead out of its folder, in any spelling. */
const LEADS_OUT = ['..', '%', '\\', '\0'];

interface Digested {
  readonly path: string;
  readonly sha256: string;
}

/** With the path relative to the folder of the model. */
type Digests = readonly (readonly [path: string, sha256: string])[];

/**
 * An ONNX model is the file at `path` alone; one of tf.js may be all files in the folder of its model.json, and null is
 * given where it may use others, by what `read` gives of that file.
 */
export function filesOfModel(path: string, files: readonly Digested[], read: () => Uint8Array): Digests | null {
  if (path.endsWith('.onnx')) {
    return files.filter((file) => file.path === path).map(({ sha256 }) => [posix.basename(path), sha256]);
  }
  const text = Buffer.from(read());
  if (LEADS_OUT.some((part) => text.includes(part))) return null;
  const folder = posix.dirname(path);
  const start = folder === '.' ? '' : `${folder}/`;
  const inside = files.filter(({ path: file }) => file.startsWith(start));
  return inside.map(({ path: file, sha256 }) => [file.slice(start.length), sha256]);
}
