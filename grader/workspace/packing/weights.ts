/**
 * The weight files of a model of tf.js. What a student's model.json says is a claim: it names nothing outside of its own
 * folder. Pure.
 */
import { posix } from 'node:path';
import { depthOf } from '../../text/json-text.js';
import { asRecord } from '../../text/fields.js';

/** What models describe; a larger or deeper file is refused when it is graded. */
const MOST_BYTES = 16 * 1024 * 1024;
const DEEPEST = 100;

export type Weights =
  | { readonly ok: true; readonly paths: readonly string[] }
  /** In words after the file's name. */
  | { readonly ok: false; readonly why: string };

/** The paths of the weights that the description at `path` names. */
export function weightsNamed(path: string, bytes: Uint8Array): Weights {
  if (bytes.length > MOST_BYTES) return { ok: false, why: 'is too large for the description of a model' };
  const text = new TextDecoder().decode(bytes);
  if (depthOf(text) > DEEPEST) return { ok: false, why: 'is nested too deeply for the description of a model' };
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch {
    return { ok: false, why: 'is not JSON: export the model again' };
  }
  const groups = listOf(asRecord(model)['weightsManifest']);
  const names = groups.flatMap((group) => listOf(asRecord(group)['paths']));
  const paths = names
    .filter((name) => typeof name === 'string')
    .map((name) => posix.join(posix.dirname(path), name))
    .filter((one) => !one.startsWith('../') && !posix.isAbsolute(one));
  return { ok: true, paths: [...new Set(paths)] };
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
