/**
 * Removes inputs that only order operations (`^name`) from graphs with loops and branches. tf.js waits for them as for
 * a value, and a branch that is not taken never has one, so that its loops would end after one round. The results of a
 * graph depend only on its other inputs. Pure and linear.
 */
import { field, isRecord, listField, textField, type JsonRecord } from '../text/fields.js';

const BRANCHES = new Set(['Switch', 'Merge', 'Enter', 'Exit', 'NextIteration']);

/** `model` is a whole model.json; anything but a graph is unchanged. */
export function withoutControlInputs(model: JsonRecord): JsonRecord {
  const topology = field(model, 'modelTopology');
  const nodes = field(topology, 'node');
  if (!isRecord(topology) || !Array.isArray(nodes)) return model;
  // other exporters omit it, and tf.js reads its fields
  if (!isRecord(field(topology, 'versions'))) {
    return withoutControlInputs({ ...model, modelTopology: { ...topology, versions: {} } });
  }
  if (!(nodes as unknown[]).some((node) => BRANCHES.has(textField(node, 'op') ?? ''))) return model;
  return { ...model, modelTopology: { ...topology, node: (nodes as unknown[]).map(withValuesOnly) } };
}

function withValuesOnly(node: unknown): unknown {
  if (!isRecord(node) || !Array.isArray(field(node, 'input'))) return node;
  const input = listField(node, 'input').filter((name) => typeof name !== 'string' || !name.startsWith('^'));
  return { ...node, input };
}
