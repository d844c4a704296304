/**
 * Translates a LayersModel that Keras 1 or 2 exported, most of which tf.js knows. Options that tf.js ignores are
 * translated or refused by name; options that it fails on, but that do not affect the results, are removed. Pure and
 * linear.
 */
import { field, isRecord, textField, type JsonRecord } from '../text/fields.js';
import type { Translated } from './keras3.js';
import { checkOptions, resizedAtHalves } from './options.js';
import { Untranslatable } from './untranslatable.js';

/** Deeper than any real network; the reader refuses it. */
const MOST_DEPTH = 20;
const HOLDERS = ['layers', 'cells', 'layer', 'cell'];
/** tf.js refuses a separable convolution with one of the first, and cannot compute a layer with the second. */
const SEPARABLE = /^kernel_(?:initializer|regularizer|constraint)$/;
const ACTIVITY = 'activity_regularizer';
/** Before TensorFlow 2, Keras resized with the corners of pixels at integers, as tf.js does. */
const OLD_RESIZING = /^(?:1|2\.[012])\.[\d.]*$/;

export function isKeras2(model: JsonRecord): boolean {
  return /^[12]\./.test(textField(field(model, 'modelTopology'), 'keras_version') ?? '');
}

/** `model` is the whole model.json of Keras 1 or 2. Never throws. */
export function translateKeras2(model: JsonRecord): Translated {
  const topology = field(model, 'modelTopology');
  if (!isRecord(topology)) return { ok: true, model };
  const isOld = OLD_RESIZING.test(textField(topology, 'keras_version') ?? '');
  try {
    return {
      ok: true,
      model: { ...model, modelTopology: { ...topology, ...within(topology, ['model_config'], isOld, 0) } },
    };
  } catch (error) {
    if (error instanceof Untranslatable) return { ok: false, problem: error.message };
    throw error;
  }
}

/** Translates the fields that contain layers. */
function within(record: JsonRecord, keys: readonly string[], isOld: boolean, depth: number): JsonRecord {
  return Object.fromEntries(
    keys.flatMap((key): [string, unknown][] => {
      const held = field(record, key);
      if (Array.isArray(held)) return [[key, (held as unknown[]).map((one) => layer(one, isOld, depth + 1))]];
      return isRecord(held) ? [[key, layer(held, isOld, depth + 1)]] : [];
    }),
  );
}

function layer(node: unknown, isOld: boolean, depth: number): unknown {
  const className = textField(node, 'class_name');
  const config = field(node, 'config');
  if (!isRecord(node) || className === null || depth > MOST_DEPTH) return node;
  // in the first versions, the config of a Sequential model is the list of layers
  if (Array.isArray(config))
    return { ...node, config: (config as unknown[]).map((one) => layer(one, isOld, depth + 1)) };
  if (!isRecord(config)) return node;
  const name = textField(config, 'name') ?? className;
  checkOptions(
    className,
    config,
    (why) => new Untranslatable(`has the layer ${name.slice(0, 100)} (${className}) ${why}`),
  );
  const dropped = (key: string) => key === ACTIVITY || (className === 'SeparableConv2D' && SEPARABLE.test(key));
  const kept = Object.fromEntries(Object.entries(config).filter(([key]) => !dropped(key)));
  const [asClass, told] = computedAs(className, kept, isOld);
  return { ...node, class_name: asClass, config: { ...told, ...within(told, HOLDERS, isOld, depth) } };
}

/** The class and config with which tf.js and the runtime compute it. */
function computedAs(className: string, config: JsonRecord, isOld: boolean): readonly [string, JsonRecord] {
  if (className === 'GRU' || className === 'GRUCell') {
    const { reset_after: after, ...rest } = config;
    return [after === true ? className.replace('GRU', 'GRUResetAfter') : className, rest];
  }
  return isOld ? [className, config] : resizedAtHalves(className, config);
}
