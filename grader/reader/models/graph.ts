/**
 * Reads a GraphModel (a converted TensorFlow graph): its operations, including those of its functions, their
 * connections, and its input. Pure.
 */
import type { LayerFact } from '../../protocol/model-facts.js';
import { signatureOf } from '../../translation/artifacts.js';
import { showName } from '../../files/names.js';
import { field, isRecord, listField, problemOfName, textField } from '../../text/fields.js';
import { problemOfOrder } from './graph-order.js';
import type { Operation } from './operation.js';
import type { WeightSpec } from './manifest.js';

export interface Graph {
  readonly all: readonly Operation[];
  /** The operations of the outputs, as indices in `all`. */
  readonly ends: readonly number[];
  readonly operations: readonly LayerFact[];
  /** Placeholders that the outputs depend on. */
  readonly inputs: number;
  /** Named outputs or, if none is named, operations that are not used by others. */
  readonly outputs: number;
  readonly inputShape: readonly (number | null)[] | null;
}

/** Nodes that hold or pass on values without computing. */
const SILENT = new Set(['Const', 'Placeholder', 'Identity', 'NoOp']);
/** Operations that are not results: such an end is left over from training. */
const IDLE = new Set(['Const', 'Placeholder', 'NoOp']);
const MAX_OPERATIONS = 100_000;
/** TensorFlow.js knows about three hundred. */
const MAX_KINDS = 1000;

export type GraphRead = { readonly ok: true; readonly graph: Graph } | { readonly ok: false; readonly problem: string };

class GraphProblem extends Error {}

/** A node as written, before the names of its inputs are looked up. */
interface Node {
  readonly name: string;
  readonly op: string;
  readonly node: unknown;
}

/** The graph itself, or one function of its library. */
interface Scope {
  readonly nodes: readonly Node[];
  /** Indices of the nodes in the list of all. */
  readonly places: ReadonlyMap<string, number>;
  /** Names of what the function returns. */
  readonly returns: readonly string[];
}

export function readGraph(model: unknown, topology: unknown): GraphRead {
  try {
    return { ok: true, graph: read(model, topology) };
  } catch (cause) {
    if (cause instanceof GraphProblem) return { ok: false, problem: cause.message };
    throw cause;
  }
}

function read(model: unknown, topology: unknown): Graph {
  const main = scopeOf(nodesOf(listField(topology, 'node')), 0, []);
  const functions = new Map<string, Scope>();
  let count = main.places.size;
  for (const one of listField(field(topology, 'library'), 'function')) {
    const signature = field(one, 'signature');
    const args = listField(signature, 'inputArg').map((arg): Node => ({
      name: textField(arg, 'name') ?? '',
      op: 'Placeholder',
      node: null,
    }));
    const scope = scopeOf([...nodesOf(listField(one, 'nodeDef')), ...args], count, returnsOf(one));
    functions.set(textField(signature, 'name') ?? '', scope);
    count += scope.nodes.length;
    if (count > MAX_OPERATIONS) throw new GraphProblem(`has more than ${String(MAX_OPERATIONS)} operations`);
  }
  const all = [main, ...functions.values()].flatMap((scope) => linked(scope, functions));
  if (new Set(all.map(({ op }) => op)).size > MAX_KINDS) {
    throw new GraphProblem(`has more than ${String(MAX_KINDS)} kinds of operations`);
  }
  const problem = problemOfOrder(all);
  if (problem !== null) throw new GraphProblem(problem);
  const ends = endsOf(model, main, all);
  const placeholders = inputsOf(main, all, ends.places);
  const [first] = placeholders;
  return {
    all,
    ends: ends.places,
    outputs: ends.outputs,
    operations: all
      .filter(({ op }) => !SILENT.has(op))
      .map(({ name, op }) => ({ name, className: op, activation: null, output: false })),
    inputs: placeholders.length,
    inputShape: signatureShape(model, first?.name) ?? (first === undefined ? null : placeholderShape(first.node)),
  };
}

function nodesOf(listed: readonly unknown[]): Node[] {
  return listed.map((node) => {
    const [name, op] = [textField(node, 'name'), textField(node, 'op')];
    if (name === null || op === null) {
      throw new GraphProblem('describes a graph whose operations have no names or kinds');
    }
    const long =
      problemOfName(name, 'an operation with a name') ?? problemOfName(op, 'a kind of operation with a name');
    if (long !== null) throw new GraphProblem(long);
    return { name, op, node };
  });
}

function scopeOf(nodes: readonly Node[], first: number, returns: readonly string[]): Scope {
  if (nodes.length === 0 && first === 0) throw new GraphProblem('describes a graph without operations');
  if (nodes.length > MAX_OPERATIONS) throw new GraphProblem(`has more than ${String(MAX_OPERATIONS)} operations`);
  const places = new Map<string, number>();
  for (const [index, { name }] of nodes.entries()) {
    if (places.has(name)) throw new GraphProblem(`has two operations named ${showName(name)}: convert the model again`);
    places.set(name, first + index);
  }
  return { nodes, places, returns };
}

/** `{"result": "add:z:0"}` */
function returnsOf(one: unknown): string[] {
  const returns = field(one, 'ret');
  return isRecord(returns) ? Object.values(returns).filter((value) => typeof value === 'string') : [];
}

function linked(scope: Scope, functions: ReadonlyMap<string, Scope>): Operation[] {
  return scope.nodes.map(({ name, op, node }) => ({
    name,
    op,
    inputs: listField(node, 'input').map((input) => placeOf(input, name, scope)),
    epsilon: field(field(field(node, 'attr'), 'epsilon'), 'f'),
    calls: functionsOf(node).flatMap((called) => {
      const body = functions.get(called);
      return body === undefined ? [] : body.returns.map((value) => placeOf(value, called, body));
    }),
  }));
}

/** `a`, `a:1`, `a:output:1`, `^a`. */
function placeOf(input: unknown, owner: string, { places }: Scope): number {
  const name = typeof input === 'string' ? input.replace(/^\^/, '').split(':')[0] : undefined;
  const place = name === undefined ? undefined : places.get(name);
  if (place !== undefined) return place;
  const shown = name === undefined ? 'something that is not a name' : showName(name);
  throw new GraphProblem(
    `feeds the operation ${showName(owner)} from ${shown}, which is not there: convert the model again`,
  );
}

/** Names of the functions in a node's attributes, such as the body of a loop. */
function functionsOf(node: unknown): string[] {
  const attributes = field(node, 'attr');
  if (!isRecord(attributes)) return [];
  return Object.values(attributes).flatMap((value) => textField(field(value, 'func'), 'name') ?? []);
}

/** The ends as tf.js determines them: what the signature names, or what no operation uses. Both, to be safe. */
function endsOf(model: unknown, main: Scope, all: readonly Operation[]): { places: number[]; outputs: number } {
  const outputs = field(signatureOf(model), 'outputs');
  const named = (isRecord(outputs) ? Object.values(outputs) : []).flatMap((output) => {
    const name = textField(output, 'name')?.split(':')[0];
    return (name === undefined ? undefined : main.places.get(name)) ?? [];
  });
  const used = new Set(all.slice(0, main.nodes.length).flatMap(({ inputs }) => inputs));
  const unused = [...main.places.values()].filter((place) => !used.has(place));
  // an unused constant is an output only if nothing else is named
  const places = [...named, ...unused.filter((place) => named.length === 0 || all[place]?.op !== 'Const')];
  const computed = unused.filter((place) => !IDLE.has(all[place]?.op ?? ''));
  return { places, outputs: named.length > 0 ? new Set(named).size : computed.length };
}

/** The placeholders that the ends depend on: the inputs of the graph. */
function inputsOf(main: Scope, all: readonly Operation[], ends: readonly number[]): readonly Node[] {
  // an unused placeholder is left over from training
  const open = ends.filter((place) => all[place]?.op !== 'Placeholder');
  const seen = new Set<number>(open);
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { inputs, calls } = all[place] ?? { inputs: [], calls: [] };
    for (const source of [...inputs, ...calls]) {
      if (seen.has(source)) continue;
      seen.add(source);
      open.push(source);
    }
  }
  return main.nodes.filter(({ name, op }) => op === 'Placeholder' && seen.has(main.places.get(name) ?? -1));
}

/** Reports a constant that the graph uses but that has no weight, as a whole sentence. */
export function problemOfConstants({ all }: Graph, listed: readonly WeightSpec[]): string | null {
  const names = new Set(listed.map((weight) => weight.name));
  const missing = all.find(({ name, op }) => op === 'Const' && !names.has(name));
  return missing === undefined
    ? null
    : `weight ${showName(missing.name)} is missing: the graph uses it and model.json does not list it; convert the model again`;
}

function signatureShape(model: unknown, fed: string | undefined): readonly (number | null)[] | null {
  const inputs = field(signatureOf(model), 'inputs');
  const listed = isRecord(inputs) ? Object.values(inputs) : [];
  const own = listed.find((input) => textField(input, 'name')?.split(':')[0] === fed) ?? listed[0];
  return sidesOf(field(own, 'tensorShape'));
}

function placeholderShape(node: unknown): readonly (number | null)[] | null {
  return sidesOf(field(field(field(node, 'attr'), 'shape'), 'shape'));
}

/** `{dim: [{size: "-1"}, {size: "2"}]}` without its first side; -1 means unknown. */
function sidesOf(shape: unknown): readonly (number | null)[] | null {
  const sides = listField(shape, 'dim').map((dim) => sideOf(field(dim, 'size')));
  if (sides.length === 0 || !sides.every((side) => Number.isSafeInteger(side))) return null;
  return sides.slice(1).map((side) => (side < 0 ? null : side));
}

function sideOf(size: unknown): number {
  return typeof size === 'string' || typeof size === 'number' ? Number(size) : NaN;
}
