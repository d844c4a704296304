/**
 * Sets aside weights that belong to no layer, such as those of the optimizer in a file that does not group them. They
 * are not used in any computation, but tf.js would refuse to load the model. Pure and linear.
 */
import { field, isRecord, listField, textField, type JsonRecord } from '../text/fields.js';

/** Fields of a config that contain layers, in either spelling. */
const HOLDERS = ['layers', 'layer', 'cell', 'cells', 'backward_layer', 'backwardLayer'];

/** `model` is a whole model.json, translated; a graph is unchanged. */
export function setUnusedAside(model: JsonRecord): JsonRecord {
  const topology = field(model, 'modelTopology');
  const manifest = field(model, 'weightsManifest');
  if (!isRecord(topology) || !Array.isArray(manifest) || Array.isArray(field(topology, 'node'))) return model;
  const names = namesIn(field(topology, 'model_config') ?? topology);
  const isUsed = (name: string) => prefixesOf(name).some((prefix) => names.has(prefix));
  const weights = (manifest as unknown[]).flatMap((group) => listField(group, 'weights'));
  // otherwise the names follow a different rule
  if (!weights.some((weight) => isUsed(textField(weight, 'name') ?? ''))) return model;
  const setAside = (weight: unknown): unknown =>
    isRecord(weight) && !isUsed(textField(weight, 'name') ?? '') ? { ...weight, group: 'optimizer' } : weight;
  const groups = (manifest as unknown[]).map((group) =>
    isRecord(group) && Array.isArray(field(group, 'weights'))
      ? { ...group, weights: listField(group, 'weights').map(setAside) }
      : group,
  );
  return { ...model, weightsManifest: groups };
}

/** The names of all layers, including those inside others. */
function namesIn(root: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const node = open.pop();
    const config = field(node, 'config');
    for (const name of [textField(node, 'name'), textField(config, 'name')]) if (name !== null) names.add(name);
    const held = Array.isArray(config) ? [config] : HOLDERS.map((key) => field(config, key));
    for (const one of held) open.push(...(Array.isArray(one) ? (one as unknown[]) : isRecord(one) ? [one] : []));
  }
  return names;
}

/** `a/b/kernel`: a, a/b. A weight whose whole name is that of a layer does not belong to that layer. */
function prefixesOf(name: string): string[] {
  const prefixes: string[] = [];
  for (let at = name.indexOf('/'); at >= 0 && prefixes.length < 10; at = name.indexOf('/', at + 1)) {
    prefixes.push(name.slice(0, at));
  }
  return prefixes;
}
