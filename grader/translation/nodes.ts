/**
 * Translates the connections of layers in a functional model: records in Keras 3, lists of [layer, call, tensor] in
 * tf.js.
 */
import { field, isRecord, listField } from '../text/fields.js';
import { Untranslatable } from './untranslatable.js';

/** Arguments without an effect at inference. */
const SILENT = new Set(['mask', 'training']);
/** Tensors that MultiHeadAttention accepts by name, in this order. */
const NAMED_INPUTS = new Set(['query', 'value', 'key']);
const MOST_DEPTH = 4;

/**
 * All calls of a layer. `models` are the names of the models among its neighbours: tf.js counts the construction of a
 * model as its first call, Keras 3 does not. `operands` may be numbers beside the tensors. Throws Untranslatable.
 */
export function nodesOf(
  nodes: readonly unknown[],
  models: ReadonlySet<string>,
  operands: 'tensors' | 'any' = 'tensors',
): readonly unknown[] {
  return nodes.map((node) => {
    if (!isRecord(node)) return node;
    const kwargs = field(node, 'kwargs');
    const fed: unknown[] = [];
    for (const [key, value] of isRecord(kwargs) ? Object.entries(kwargs) : []) {
      if (NAMED_INPUTS.has(key) && historyOf(value) !== null) fed.push(value);
      else if (value !== null && value !== false && !(SILENT.has(key) && typeof value === 'boolean')) {
        throw new Untranslatable(`calls a layer with the argument ${key.slice(0, 100)}: use layers that need none`);
      }
    }
    return [...listField(node, 'args'), ...fed].flatMap((arg) => tensorsOf(arg, 0, models, operands));
  });
}

function tensorsOf(
  arg: unknown,
  depth: number,
  models: ReadonlySet<string>,
  operands: 'tensors' | 'any',
): readonly unknown[] {
  const history = historyOf(arg);
  if (history !== null) return [[...endIn(history, models), {}]];
  if (Array.isArray(arg) && depth < MOST_DEPTH) {
    return (arg as unknown[]).flatMap((one) => tensorsOf(one, depth + 1, models, operands));
  }
  if (operands === 'any') return [];
  throw new Untranslatable('calls a layer with a number or a tensor of its own: use layers between layers only');
}

/** `[layer, call, tensor]` of another layer's output; null for anything else. */
export function historyOf(arg: unknown): readonly unknown[] | null {
  const history = field(field(arg, 'config'), 'keras_history');
  return Array.isArray(history) && history.length === 3 ? history : null;
}

function endIn(history: readonly unknown[], models: ReadonlySet<string>): readonly unknown[] {
  const [layer, call, ...rest] = history;
  const isModel = typeof layer === 'string' && models.has(layer) && Number.isSafeInteger(call);
  return isModel ? [layer, Number(call) + 1, ...rest] : history;
}

/** Keras 3 writes a single end without the list around it. */
export function endsOf(config: unknown, key: string, models: ReadonlySet<string>): readonly unknown[] {
  const ends = listField(config, key);
  const all: readonly unknown[] = typeof ends[0] === 'string' ? [ends] : ends;
  return all.map((end) => (Array.isArray(end) ? endIn(end as unknown[], models) : end));
}
