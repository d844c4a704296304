/** Translates names of weights: Keras 3 writes the model's name before the layer's, and the cell's after it. */
import { field, isRecord, listField, textField, type JsonRecord } from '../text/fields.js';

const CONTAINERS = new Set(['Sequential', 'Functional']);
/** Layers whose kernel has another name in tf.js, and parts that the loader does not use. */
const PARTS: ReadonlyMap<string, ReadonlyMap<string, string | null>> = new Map<string, Map<string, string | null>>([
  ['DepthwiseConv2D', new Map([['kernel', 'depthwise_kernel']])],
  ['Normalization', new Map([['count', null]])],
  ['SpectralNormalization', new Map([['vector_u', null]])],
]);
const SUFFIXED =
  /^(kernel|bias|gamma|beta|moving_mean|moving_variance|mean|variance|recurrent_kernel|depthwise_kernel|pointwise_kernel|embeddings|alpha)_\d+$/;

/** The properties of a layer that determine the names of its weights. */
export interface Owner {
  readonly className: string;
  /** Names of the cells that are stacked in it, in order; empty for any other layer. */
  readonly cells: readonly string[];
}
type Owners = ReadonlyMap<string, Owner>;

/** Every layer that is not a model, by name. */
export function namesOf(root: unknown): Owners {
  const names = new Map<string, Owner>();
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const className = textField(node, 'class_name') ?? '';
    const config = field(node, 'config');
    const name = textField(config, 'name');
    const inner = field(config, 'layer');
    if (CONTAINERS.has(className)) {
      for (const one of listField(config, 'layers')) open.push(one);
    } else if (className === 'TimeDistributed' && CONTAINERS.has(textField(inner, 'class_name') ?? ''))
      open.push(inner);
    else if (name !== null) names.set(name, { className, cells: cellsOf(config) });
  }
  return names;
}

function cellsOf(config: unknown): readonly string[] {
  const cell = field(config, 'cell');
  const cells = Array.isArray(cell) ? (cell as unknown[]) : listField(field(cell, 'config'), 'cells');
  return cells.map((one) => textField(field(one, 'config'), 'name') ?? '');
}

/** Renames the weights of a group of the manifest. */
export function renameWeights(group: unknown, names: Owners): unknown {
  if (!isRecord(group)) return group;
  return { ...group, weights: listField(group, 'weights').map((weight) => renamed(weight, names)) };
}

function renamed(weight: unknown, names: Owners): unknown {
  const name = textField(weight, 'name');
  if (!isRecord(weight) || name === null) return weight;
  const parts = name.split('/');
  const last = parts.at(-1) ?? '';
  // the state of a random number generator does not affect the results
  if (last === 'seed_generator_state') return unused(weight);
  const at = parts.findIndex((part) => names.has(part));
  const layer = parts[at];
  if (layer === undefined || at === parts.length - 1) return weight;
  const { className = '', cells = [] } = names.get(layer) ?? {};
  const part = partOf(className, last);
  if (part === null) return unused(weight);
  return { ...weight, name: [layer, ...between(className, cells, parts.slice(at + 1, -1)), part].join('/') };
}

/** What tf.js writes between the name of a layer and that of its weight. */
function between(className: string, cells: readonly string[], written: readonly string[]): readonly string[] {
  const cell = cells.findIndex((name) => written.includes(name));
  if (cell >= 0) return [`RNNCell_${String(cell)}`];
  if (className === 'RNN' || className === 'SpectralNormalization') return [];
  return written.filter((one) => !/_cell(?:_\d+)?$/.test(one));
}

/** null for a part that tf.js does not use. */
function partOf(className: string, written: string): string | null {
  const part = SUFFIXED.exec(written)?.[1] ?? written;
  const own = PARTS.get(className)?.get(part);
  return own === undefined ? part : own;
}

/** Puts the weight into the optimizer's group, which tf.js ignores. */
function unused(weight: JsonRecord): JsonRecord {
  return { ...weight, group: 'optimizer' };
}
