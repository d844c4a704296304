/**
 * Translates the layers of a model, Sequential or functional, with models inside. Calls of layers are counted as tf.js
 * counts them (`Container.fromConfig` of tfjs-layers), because a connection names the call that it comes from.
 */
import { showName } from '../files/names.js';
import { CONTAINERS } from '../models/vocabulary.js';
import { asRecord, field, isRecord, listField, textField } from '../text/fields.js';
import { Untranslatable } from '../translation/untranslatable.js';
import type { GraphBuilder } from './building/graph.js';
import type { Value } from './building/values.js';
import { LayerCall } from './layers/call.js';
import { LAYER_RULES } from './layers/index.js';
import type { Weights } from './weights/weights.js';

/** Deeper than any real network. */
const MOST_DEPTH = 20;
/** Keys of a layer of which tf.js takes another meaning than the rules here, whatever the class. */
const STATEFUL = 'stateful';

interface Translation {
  readonly graph: GraphBuilder;
  readonly weights: Weights;
}

/** `root`: className and config, keys in camelCase. Throws Untranslatable. */
export function translateLayers(translation: Translation, root: unknown, inputs: readonly Value[]): readonly Value[] {
  return layer(translation, root, inputs, null, 0);
}

/** A layer or a model. `prefix` begins the names of its weights; null: its own name. */
function layer(
  { graph, weights }: Translation,
  node: unknown,
  inputs: readonly Value[],
  prefix: string | null,
  depth: number,
): readonly Value[] {
  const className = textField(node, 'className') ?? '';
  if (depth > MOST_DEPTH) throw new Untranslatable('layers within layers, deeper than any network');
  if (className === 'Sequential') return sequential({ graph, weights }, node, inputs, depth);
  if (CONTAINERS.has(className)) return functional({ graph, weights }, node, inputs, depth);
  const config = asRecord(field(node, 'config'));
  const name = textField(config, 'name') ?? textField(node, 'name') ?? '';
  const call = new LayerCall({
    ...{ graph, weights, className, name, config, inputs },
    prefix: prefix ?? `${name}/`,
    inner: (one, to, own) => layer({ graph, weights }, one, to, own, depth + 1),
  });
  const rule = LAYER_RULES.get(className);
  if (rule === undefined) throw call.refuse('that is not translated');
  if (field(config, STATEFUL) === true) throw call.refuse('with stateful');
  return checked(call, [rule(call)].flat());
}

/** A side of nothing would only be found when the model runs. */
function checked(call: LayerCall, outputs: readonly Value[]): readonly Value[] {
  const empty = outputs.find(({ sides }) => !sides.every((side) => Number.isSafeInteger(side) && side > 0));
  if (empty !== undefined) throw call.refuse(`with an output of shape [?, ${empty.sides.join(', ')}]`);
  return outputs;
}

/** In the first versions of Keras, the config is the list of layers. */
function layersOf(node: unknown): readonly unknown[] {
  const config = field(node, 'config');
  return Array.isArray(config) ? (config as unknown[]) : listField(config, 'layers');
}

function sequential(
  translation: Translation,
  node: unknown,
  inputs: readonly Value[],
  depth: number,
): readonly Value[] {
  if (inputs.length !== 1) throw new Untranslatable(`a Sequential model with ${String(inputs.length)} inputs`);
  return layersOf(node).reduce<readonly Value[]>((values, one) => {
    checkDeclared(one, values[0]);
    return textField(one, 'className') === 'InputLayer' ? values : layer(translation, one, values, null, depth + 1);
  }, inputs);
}

/** What a layer says of its input must be what it is fed. */
function checkDeclared(node: unknown, value: Value | undefined): void {
  const config = field(node, 'config');
  const shape = field(config, 'batchInputShape') ?? field(config, 'batchShape');
  if (!Array.isArray(shape) || value === undefined) return;
  const sides = (shape as unknown[]).slice(1);
  const fits =
    sides.length === value.sides.length && sides.every((side, at) => side === null || side === value.sides[at]);
  if (fits) return;
  const name = textField(config, 'name') ?? '';
  throw new Untranslatable(
    `the layer ${showName(name)}, which is made for inputs of another shape than [?, ${value.sides.join(', ')}]`,
  );
}

/** One call of a layer: where each of its inputs comes from. */
interface Source {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

interface Part {
  readonly name: string;
  readonly node: unknown;
  waiting: readonly unknown[];
}

function functional(
  translation: Translation,
  node: unknown,
  inputs: readonly Value[],
  depth: number,
): readonly Value[] {
  const config = field(node, 'config');
  const ends = (key: string) => endsOf(config, key).map(sourceOf);
  /** Of each layer: what its calls gave, in the order in which they were made. */
  const made = new Map<string, (readonly Value[])[]>();
  const fed = ends('inputLayers');
  if (fed.length !== inputs.length)
    throw new Untranslatable(`a model of ${String(fed.length)} inputs, fed with ${String(inputs.length)}`);
  const parts = layersOf(node).map((one): Part => {
    const name = textField(one, 'name') ?? '';
    const place = fed.findIndex((source) => source.layer === name);
    if (place >= 0) checkDeclared(one, inputs[place]);
    const first = place >= 0 ? [[inputs[place] as Value]] : isModel(one) ? [[]] : [];
    made.set(name, first);
    return { name, node: one, waiting: place >= 0 ? [] : listField(one, 'inboundNodes') };
  });
  while (parts.some(({ waiting }) => waiting.length > 0)) {
    const before = [...made.values()].reduce((sum, { length }) => sum + length, 0);
    for (const part of parts) callWaiting(translation, part, made, depth);
    const after = [...made.values()].reduce((sum, { length }) => sum + length, 0);
    if (after === before) throw new Untranslatable(`layers that wait for each other in a model`);
  }
  return ends('outputLayers').map((source) => {
    const value = lookUp(made, source);
    if (value === undefined)
      throw new Untranslatable(`an output of the layer ${showName(source.layer)}, which it does not have`);
    return value;
  });
}

/** tf.js counts the construction of a model inside a model as its first call. */
const isModel = (node: unknown) => CONTAINERS.has(textField(node, 'className') ?? '');

function callWaiting(
  translation: Translation,
  part: Part,
  made: ReadonlyMap<string, (readonly Value[])[]>,
  depth: number,
): void {
  const { waiting } = part;
  const left: unknown[] = [];
  for (const one of waiting) {
    const sources = sourcesOf(part, one);
    const ready = sources.every(({ layer: name, call }) => call < (made.get(name)?.length ?? 0));
    if (!ready) {
      left.push(one);
      continue;
    }
    const values = sources.map((source) => lookUp(made, source));
    if (!values.every((value) => value !== undefined)) {
      throw new Untranslatable(`the layer ${showName(part.name)} fed from an output that is not there`);
    }
    // without inputs, tf.js makes no call
    if (values.length > 0) made.get(part.name)?.push(layer(translation, part.node, values, null, depth + 1));
  }
  part.waiting = left;
}

function lookUp(
  made: ReadonlyMap<string, (readonly Value[])[]>,
  { layer: name, call, output }: Source,
): Value | undefined {
  return made.get(name)?.[call]?.[output];
}

function sourcesOf({ name }: Part, node: unknown): Source[] {
  if (!Array.isArray(node)) throw new Untranslatable(`the layer ${showName(name)} with inputs that cannot be read`);
  return (node as unknown[]).map((one) => {
    const kwargs = Array.isArray(one) ? (one as unknown[])[3] : undefined;
    if (isRecord(kwargs) && Object.values(kwargs).some((value) => value !== null && value !== false)) {
      throw new Untranslatable(
        `the layer ${showName(name)} called with ${Object.keys(kwargs).map(showName).join(', ')}`,
      );
    }
    return sourceOf(one);
  });
}

function sourceOf(end: unknown): Source {
  const [name, call, output] = Array.isArray(end) ? (end as unknown[]) : [];
  if (typeof name !== 'string' || !Number.isSafeInteger(call) || !Number.isSafeInteger(output)) {
    throw new Untranslatable('a model whose connections cannot be read');
  }
  return { layer: name, call: Number(call), output: Number(output) };
}

/** `[["a",0,0],["b",0,0]]`, or a single `["a",0,0]`. */
function endsOf(config: unknown, key: string): readonly unknown[] {
  const ends = listField(config, key);
  return typeof ends[0] === 'string' ? [ends] : ends;
}
