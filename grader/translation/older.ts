/**
 * Translates parts of topologies of Keras 2 and of tf.js itself that tf.js 4.22 cannot read: an Activation layer in
 * place of a function, policies in place of types, and stacks of cells that tf.js before 1.1 wrote without their
 * classes. Pure and linear.
 */
import { field, isRecord, listField, textField, type JsonRecord } from '../text/fields.js';
import { unwrapped } from './activations.js';

/** Fields that contain further layers. */
const LISTS = ['layers', 'cells'];
const SINGLE = ['layer', 'cell'];
const FUNCTIONS = ['activation', 'recurrent_activation'];
/** Deeper than any real network; the reader refuses it. */
const MOST_DEPTH = 50;

/** `model` is a whole model.json. */
export function translateOlder(model: JsonRecord): JsonRecord {
  const topology = field(model, 'modelTopology');
  if (!isRecord(topology)) return model;
  const root = field(topology, 'model_config');
  if (isRecord(root)) return { ...model, modelTopology: { ...topology, model_config: layerOf(root, 0) } };
  return textField(topology, 'class_name') === null ? model : { ...model, modelTopology: layerOf(topology, 0) };
}

function layerOf(node: unknown, depth: number): unknown {
  const config = field(node, 'config');
  if (!isRecord(node) || depth > MOST_DEPTH) return node;
  // in the first versions of Keras, the config is the list of layers
  if (Array.isArray(config)) return { ...node, config: (config as unknown[]).map((one) => layerOf(one, depth + 1)) };
  if (!isRecord(config)) return node;
  const changed: Record<string, unknown> = {};
  for (const key of LISTS) {
    const list = field(config, key);
    if (Array.isArray(list)) changed[key] = (list as unknown[]).map((one) => layerOf(named(one, key), depth + 1));
  }
  for (const key of SINGLE) if (isRecord(field(config, key))) changed[key] = layerOf(field(config, key), depth + 1);
  for (const key of FUNCTIONS) if (isRecord(field(config, key))) changed[key] = unwrapped(field(config, key));
  // a policy is about rounding in training; inference uses float32
  if (isRecord(field(config, 'dtype'))) changed['dtype'] = 'float32';
  return { ...node, config: { ...config, ...changed } };
}

/** tf.js before 1.1 wrote the class of the stack for each of its cells. */
function named(cell: unknown, key: string): unknown {
  const config = field(cell, 'config');
  if (key !== 'cells' || !isRecord(cell) || textField(cell, 'class_name') !== 'StackedRNNCells') return cell;
  if (!isRecord(config) || listField(config, 'cells').length > 0) return cell;
  const has = (name: string) => Object.hasOwn(config, name);
  const className = has('unit_forget_bias') ? 'LSTMCell' : has('recurrent_activation') ? 'GRUCell' : 'SimpleRNNCell';
  return { ...cell, class_name: className };
}
