/**
 * Checks that the calls of a functional model's layers can be made in some order, as tf.js makes them: a call waits
 * until all calls that provide its inputs have been made. Otherwise tf.js would try forever. Linear in the calls. Pure.
 */
import { showName } from '../../files/names.js';
import { field, isRecord, listField, textField } from '../../text/fields.js';
import { CONTAINERS } from '../../models/vocabulary.js';

/** The output of the `call`-th call of a layer. */
interface Source {
  readonly layer: string;
  readonly call: number;
}

interface Call {
  readonly layer: string;
  readonly sources: readonly Source[];
  /** Sources that are known to exist. */
  met: number;
}

/** Completes "model.json …"; null if every call and both ends can be made. */
export function problemOfNodes(
  layers: readonly unknown[],
  inputs: readonly unknown[],
  outputs: readonly unknown[],
): string | null {
  const made = new Map<string, number>();
  const calls: Call[] = [];
  for (const layer of layers) {
    const name = textField(layer, 'name');
    const own = textField(field(layer, 'config'), 'name');
    if (name === null) return 'describes a functional model with a layer without a name';
    if (own !== null && own !== name) {
      return `gives one layer two names, ${showName(name)} and ${showName(own)}: export it again`;
    }
    if (made.has(name)) return `has two layers named ${showName(name)}: give each its own name`;
    made.set(name, callsAtFirst(layer));
    for (const node of callsOf(layer)) {
      const sources = sourcesOf(node);
      if (sources === null)
        return `describes the inputs of the layer ${showName(name)} in a form that tf.js cannot read`;
      calls.push({ layer: name, sources, met: 0 });
    }
  }
  const missing = calls.flatMap(({ layer, sources }) =>
    sources.filter((source) => !made.has(source.layer)).map((source) => ({ layer, source })),
  )[0];
  if (missing !== undefined) {
    return `feeds the layer ${showName(missing.layer)} from ${showName(missing.source.layer)}, which is not a layer of the model`;
  }
  const stuck = makeCalls(calls, made);
  return problemOfStuck(stuck, made) ?? problemOfEnds([...inputs, ...outputs], made);
}

/** A model inside the model and an input count as called once from the start. */
function callsAtFirst(layer: unknown): number {
  const className = textField(layer, 'className') ?? '';
  return className === 'InputLayer' || CONTAINERS.has(className) ? 1 : 0;
}

function callsOf(layer: unknown): readonly unknown[] {
  return listField(layer, 'inboundNodes');
}

/** `[["a", 0, 0, {}], …]`, or the records of Keras 3, in which every `kerasHistory` is a source; null otherwise. */
function sourcesOf(node: unknown): Source[] | null {
  if (isRecord(node)) return historiesOf(node);
  if (!Array.isArray(node)) return null;
  const sources = (node as unknown[]).map(sourceOf);
  return sources.every((source) => source !== null) ? sources : null;
}

function sourceOf(value: unknown): Source | null {
  if (!Array.isArray(value)) return null;
  const [layer, call, tensor] = value as unknown[];
  if (typeof layer !== 'string' || !isIndex(call) || !isIndex(tensor)) return null;
  return { layer, call };
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function historiesOf(value: unknown): Source[] | null {
  if (Array.isArray(value)) {
    const found = (value as unknown[]).map(historiesOf);
    return found.every((sources) => sources !== null) ? found.flat() : null;
  }
  if (!isRecord(value)) return [];
  const history = field(value, 'kerasHistory');
  if (history === undefined) return historiesOf(Object.values(value));
  const source = sourceOf(history);
  return source === null ? null : [source];
}

/** Makes all calls that can be made, counting them in `made`; returns those that cannot. */
function makeCalls(calls: readonly Call[], made: Map<string, number>): readonly Call[] {
  const waiting = new Map<string, Call[]>();
  const ready = [...calls];
  for (let call = ready.pop(); call !== undefined; call = ready.pop()) {
    const source = firstUnmet(call, made);
    if (source !== null) {
      const key = keyOf(source);
      const others = waiting.get(key);
      if (others === undefined) waiting.set(key, [call]);
      else others.push(call);
      continue;
    }
    // without inputs it is not a call
    if (call.sources.length === 0) continue;
    const count = made.get(call.layer) ?? 0;
    made.set(call.layer, count + 1);
    const key = keyOf({ layer: call.layer, call: count });
    const freed = waiting.get(key) ?? [];
    waiting.delete(key);
    for (const one of freed) ready.push(one);
  }
  return [...waiting.values()].flat();
}

/** Goes from a call to the one that it waits for, until there is none or one is reached again. */
function problemOfStuck(stuck: readonly Call[], made: ReadonlyMap<string, number>): string | null {
  const byLayer = new Map(stuck.map((call) => [call.layer, call]));
  const seen = new Set<Call>();
  for (let call = stuck[0]; call !== undefined;) {
    const source = call.sources[call.met];
    if (seen.has(call) || source === undefined) {
      return `feeds the layer ${showName(call.layer)} from its own output, directly or through others`;
    }
    seen.add(call);
    const next = byLayer.get(source.layer);
    if (next === undefined) {
      const times = String(made.get(source.layer) ?? 0);
      return `feeds the layer ${showName(call.layer)} from call ${String(source.call)} of ${showName(source.layer)}, which has ${times}`;
    }
    call = next;
  }
  return null;
}

function keyOf({ layer, call }: Source): string {
  return `${String(call)} ${layer}`;
}

function firstUnmet(call: Call, made: ReadonlyMap<string, number>): Source | null {
  for (; call.met < call.sources.length; call.met += 1) {
    const source = call.sources[call.met];
    if (source !== undefined && (made.get(source.layer) ?? 0) <= source.call) return source;
  }
  return null;
}

function problemOfEnds(ends: readonly unknown[], made: ReadonlyMap<string, number>): string | null {
  for (const end of ends) {
    const source = sourceOf(end);
    if (source === null)
      return 'names an input or output in a form that tf.js cannot read (input_layers, output_layers)';
    if ((made.get(source.layer) ?? 0) <= source.call) {
      return `names ${showName(source.layer)} as an input or output, which is not there`;
    }
  }
  return null;
}
