/** Names of weights: Keras 3 puts the model's name before the layer's, and the cell's behind it. */
import { field, isRecord, listField, textField, type JsonRecord } from '../schema/fields.js';

const CONTAINERS = new Set(['Sequential', 'Functional']);
/** Layers whose kernel tf.js calls otherwise, and parts that the loader has no use for. */
const PARTS: ReadonlyMap<string, ReadonlyMap<string, string | null>> = new Map<string, Map<string, string | null>>([
  ['DepthwiseConv2D', new Map([['kernel', 'depthwise_kernel']])],
  ['Normalization', new Map([['count', null]])],
]);
const SUFFIXED =
  /^(kernel|bias|gamma|beta|moving_mean|moving_variance|mean|variance|recurrent_kernel|depthwise_kernel|pointwise_kernel|embeddings|alpha)_\d+$/;

/** Class by name of every layer that is not a model itself. */
export function namesOf(root: unknown): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const className = textField(node, 'class_name') ?? '';
    const name = textField(field(node, 'config'), 'name');
    if (CONTAINERS.has(className)) {
      for (const one of listField(field(node, 'config'), 'layers')) open.push(one);
    } else if (name !== null) names.set(name, className);
  }
  return names;
}

/** A group of the manifest. */
export function renameWeights(group: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isRecord(group)) return group;
  return { ...group, weights: listField(group, 'weights').map((weight) => renamed(weight, names)) };
}

function renamed(weight: unknown, names: ReadonlyMap<string, string>): unknown {
  const name = textField(weight, 'name');
  if (!isRecord(weight) || name === null) return weight;
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  // the state of a generator of random numbers is no part of what is computed
  if (last === 'seed_generator_state') return unused(weight);
  const at = parts.findIndex((part) => names.has(part));
  const layer = parts[at];
  if (layer === undefined || at === parts.length - 1) return weight;
  const part = partOf(names.get(layer) ?? '', last);
  if (part === null) return unused(weight);
  const between = parts.slice(at + 1, -1).filter((one) => !/_cell(?:_\d+)?$/.test(one));
  return { ...weight, name: [layer, ...between, part].join('/') };
}

/** null for what tf.js has no use for. */
function partOf(className: string, written: string): string | null {
  const part = SUFFIXED.exec(written)?.[1] ?? written;
  const own = PARTS.get(className)?.get(part);
  return own === undefined ? part : own;
}

/** tf.js sets the optimizer's weights aside. */
function unused(weight: JsonRecord): JsonRecord {
  return { ...weight, group: 'optimizer' };
}
