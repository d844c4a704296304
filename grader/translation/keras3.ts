/**
 * Translates a LayersModel that Keras 3 exported to the topology and the names of weights that tf.js 4.22 knows.
 * Anything else is unchanged. Pure and linear.
 */
import { field, isRecord, listField, textField, type JsonRecord } from '../text/fields.js';
import { translateLayer } from './layers.js';
import { namesOf, renameWeights } from './weights.js';
import { Untranslatable } from './untranslatable.js';

export type Translated =
  | { readonly ok: true; readonly model: JsonRecord }
  /** Completes "model.json …". */
  | { readonly ok: false; readonly problem: string };

/** Whether `model`, a whole model.json, is a LayersModel of Keras 3. */
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
    refuseMaskedAttention(root);
    const names = namesOf(root);
    const translated = { ...topology, model_config: translateLayer(root) };
    const weightsManifest = listField(model, 'weightsManifest').map((group) => renameWeights(group, names));
    return { ok: true, model: { ...model, modelTopology: translated, weightsManifest } };
  } catch (error) {
    if (error instanceof Untranslatable) return { ok: false, problem: error.message };
    throw error;
  }
}

const MASKING = new Set(['Masking', 'Embedding']);
const ATTENTIVE = new Set(['Attention', 'MultiHeadAttention', 'Softmax']);

/** Keras passes masks to attention layers automatically; those of the runtime have no masks. Throws Untranslatable. */
function refuseMaskedAttention(root: unknown): void {
  const layers = layersIn(root);
  const isMasked = layers.some(
    ({ className, config }) =>
      MASKING.has(className) && (className === 'Masking' || field(config, 'mask_zero') === true),
  );
  const attentive = isMasked ? layers.find(({ className }) => ATTENTIVE.has(className)) : undefined;
  if (attentive === undefined) return;
  const name = (textField(attentive.config, 'name') ?? attentive.className).slice(0, 100);
  throw new Untranslatable(
    `has the layer ${name} (${attentive.className}) behind a mask: use it without mask_zero and Masking`,
  );
}

function layersIn(root: unknown): readonly { readonly className: string; readonly config: unknown }[] {
  const found: { className: string; config: unknown }[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const config = field(node, 'config');
    found.push({ className: textField(node, 'class_name') ?? '', config });
    for (const one of listField(config, 'layers')) if (isRecord(one)) open.push(one);
  }
  return found;
}
