/**
 * A LayersModel that Keras 3 exported, as the topology and the names of weights that tf.js 4.22 knows. Anything else is
 * left as it is. Pure and linear.
 */
import { field, isRecord, listField, textField, type JsonRecord } from '../schema/fields.js';
import { translateLayer } from './layers.js';
import { namesOf, renameWeights } from './weights.js';
import { Untranslatable } from './untranslatable.js';

export type Translated =
  | { readonly ok: true; readonly model: JsonRecord }
  /** Completes "model.json …". */
  | { readonly ok: false; readonly problem: string };

/** Whether `model`, all of a model.json, is a LayersModel of Keras 3. */
export function isKeras3(model: JsonRecord): boolean {
  const topology = field(model, 'modelTopology');
  return isRecord(field(topology, 'model_config')) && /^3\./.test(textField(topology, 'keras_version') ?? '');
}

/** `model` is a model.json of Keras 3. Never throws. */
export function translateKeras3(model: JsonRecord): Translated {
  const topology = field(model, 'modelTopology');
  const root = field(topology, 'model_config');
  if (!isRecord(topology) || !isRecord(root)) return { ok: true, model };
  try {
    const names = namesOf(root);
    const translated = { ...topology, model_config: translateLayer(root) };
    const weightsManifest = listField(model, 'weightsManifest').map((group) => renameWeights(group, names));
    return { ok: true, model: { ...model, modelTopology: translated, weightsManifest } };
  } catch (error) {
    if (error instanceof Untranslatable) return { ok: false, problem: error.message };
    throw error;
  }
}
