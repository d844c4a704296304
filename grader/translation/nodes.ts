/** How layers of a functional model are connected: records in Keras 3, lists of [layer, call, tensor] in tf.js. */
import { field, isRecord, listField } from '../schema/fields.js';
import { Untranslatable } from './untranslatable.js';

/** Arguments that say nothing at inference. */
const SILENT = new Set(['mask', 'training']);
const MOST_DEPTH = 4;

/** All calls of a layer. Throws Untranslatable. */
export function nodesOf(nodes: readonly unknown[]): readonly unknown[] {
  return nodes.map((node) => {
    if (!isRecord(node)) return node;
    const kwargs = field(node, 'kwargs');
    for (const [key, value] of isRecord(kwargs) ? Object.entries(kwargs) : []) {
      if (value !== null && value !== false && !(SILENT.has(key) && typeof value === 'boolean')) {
        throw new Untranslatable(`calls a layer with the argument ${key.slice(0, 100)}: use layers that need none`);
      }
    }
    return listField(node, 'args').flatMap((arg) => tensorsOf(arg, 0));
  });
}

function tensorsOf(arg: unknown, depth: number): readonly unknown[] {
  if (Array.isArray(arg) && depth < MOST_DEPTH) return (arg as unknown[]).flatMap((one) => tensorsOf(one, depth + 1));
  const history = field(field(arg, 'config'), 'keras_history');
  if (!Array.isArray(history) || history.length !== 3) {
    throw new Untranslatable('calls a layer with a number or a tensor of its own: use layers between layers only');
  }
  return [[...(history as unknown[]), {}]];
}

/** Keras 3 writes a single end without the list around it. */
export function endsOf(config: unknown, key: string): readonly unknown[] {
  const ends = listField(config, key);
  return typeof ends[0] === 'string' ? [ends] : ends;
}
