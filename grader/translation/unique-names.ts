/**
 * Makes the names of layers unique. Layers of models inside a model may have the same name: a base and a head from two
 * sessions both have `dense`. tf.js identifies a weight by its layer's name, so all but the first are renamed, and
 * their weights with them. The owner of a weight follows from the model in its path (`head/dense/kernel`) or, without
 * one, from the order of the file. Pure and linear.
 */
import { field, isRecord, listField, textField, type JsonRecord } from '../text/fields.js';

const CONTAINERS = new Set(['Sequential', 'Functional', 'Model']);
const MOST_DEPTH = 20;

interface Place {
  readonly model: string;
  readonly renamed: string;
}
/** The places of each name, in the order of the file. */
type Places = ReadonlyMap<string, readonly Place[]>;

/** `model` is a whole model.json as it was written; a graph is unchanged. */
export function withUniqueNames(model: JsonRecord): JsonRecord {
  const topology = field(model, 'modelTopology');
  if (!isRecord(topology)) return model;
  const inner = field(topology, 'model_config');
  const root = isRecord(inner) ? inner : topology;
  const weighed = namesOfWeights(model);
  const places = new Map<string, Place[]>();
  const taken = new Set<string>();
  const mistaken = new Set<string>();
  collect(root, '', 0, (name, owner) => {
    if (!weighed.has(name)) return;
    const listed = places.get(name) ?? [];
    // two layers with one name in the same model are a mistake, which the reader reports
    if (listed.some((place) => place.model === owner)) mistaken.add(name);
    let renamed = listed.length === 0 ? name : `${owner}_${name}`;
    while (taken.has(renamed)) renamed = `${renamed}_`;
    taken.add(renamed);
    listed.push({ model: owner, renamed });
    places.set(name, listed);
  });
  if (mistaken.size > 0 || ![...places.values()].some(({ length }) => length > 1)) return model;
  const counts = new Map<string, number>();
  const changed = rename(root, 0, nextOf(places, counts));
  return {
    ...model,
    modelTopology: isRecord(inner) ? { ...topology, model_config: changed } : changed,
    weightsManifest: renameWeights(model, places, 'keras_version' in topology),
  };
}

/** Every part of a weight's path may be its layer. */
function namesOfWeights(model: JsonRecord): ReadonlySet<string> {
  const weights = listField(model, 'weightsManifest').flatMap((group) => listField(group, 'weights'));
  return new Set(weights.flatMap((weight) => (textField(weight, 'name') ?? '').split('/').slice(0, -1)));
}

function collect(node: unknown, owner: string, depth: number, tell: (name: string, owner: string) => void): void {
  const config = field(node, 'config');
  const name = textField(config, 'name') ?? '';
  if (!CONTAINERS.has(textField(node, 'class_name') ?? '')) tell(name, owner);
  else if (depth < MOST_DEPTH) for (const one of listField(config, 'layers')) collect(one, name, depth + 1, tell);
}

/** Returns the new name of each layer; must be called in the order of the file. */
function nextOf(places: Places, counts: Map<string, number>): (name: string) => string {
  return (name) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return places.get(name)?.[count]?.renamed ?? name;
  };
}

function rename(node: unknown, depth: number, next: (name: string) => string): unknown {
  const config = field(node, 'config');
  if (!isRecord(node) || !isRecord(config)) return node;
  if (!CONTAINERS.has(textField(node, 'class_name') ?? '') || depth >= MOST_DEPTH) return node;
  const names = new Map<string, string>();
  const renamed = listField(config, 'layers').map((one) => {
    const inner = field(one, 'config');
    const name = textField(inner, 'name');
    if (!isRecord(one) || !isRecord(inner) || name === null) return one;
    if (CONTAINERS.has(textField(one, 'class_name') ?? '')) return rename(one, depth + 1, next);
    names.set(name, next(name));
    const own = names.get(name);
    return { ...one, ...(Object.hasOwn(one, 'name') && { name: own }), config: { ...inner, name: own } };
  });
  const layers = renamed.map((one) =>
    isRecord(one) && Object.hasOwn(one, 'inbound_nodes')
      ? { ...one, inbound_nodes: renameEnds(field(one, 'inbound_nodes'), names, 0) }
      : one,
  );
  const ends = Object.fromEntries(
    ['input_layers', 'output_layers'].flatMap((key): [string, unknown][] =>
      Object.hasOwn(config, key) ? [[key, renameEnds(config[key], names, 0)]] : [],
    ),
  );
  return { ...node, config: { ...config, layers, ...ends } };
}

/** Renames in `["dense", 0, 0]`, at any depth. */
function renameEnds(value: unknown, names: ReadonlyMap<string, string>, depth: number): unknown {
  if (depth > MOST_DEPTH) return value;
  if (Array.isArray(value)) {
    const [first, ...rest] = value as unknown[];
    const isEnd = typeof first === 'string' && rest.length >= 2 && Number.isSafeInteger(rest[0]);
    if (isEnd) return [names.get(first) ?? first, ...rest];
    return (value as unknown[]).map((one) => renameEnds(one, names, depth + 1));
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, renameEnds(one, names, depth + 1)]));
}

/** Keras's converter sorts the weights by the layers' names, tf.js writes them in the order of the layers. */
function renameWeights(model: JsonRecord, places: Places, isSorted: boolean): readonly unknown[] {
  const seen = new Map<string, number>();
  return listField(model, 'weightsManifest').map((group) => {
    if (!isRecord(group)) return group;
    const weights = listField(group, 'weights').map((weight) => {
      const name = textField(weight, 'name');
      if (!isRecord(weight) || name === null) return weight;
      const parts = name.split('/');
      const at = parts.findIndex((part, index) => index < parts.length - 1 && (places.get(part)?.length ?? 0) > 1);
      const listed = places.get(parts[at] ?? '');
      if (listed === undefined) return weight;
      const before = new Set(parts.slice(0, at));
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      const inOrder = isSorted ? [...listed].sort((a, b) => (a.model < b.model ? -1 : 1)) : listed;
      const own = listed.find((place) => before.has(place.model)) ?? inOrder[count] ?? listed[0];
      return { ...weight, name: parts.with(at, own?.renamed ?? '').join('/') };
    });
    return { ...group, weights };
  });
}
