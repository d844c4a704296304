/**
 * Translates a GraphModel: the operations that its output depends on, from its one placeholder. Relies on the reader
 * having found every input and no cycle.
 */
import { showName } from '../files/names.js';
import { field, isRecord, listField, textField } from '../text/fields.js';
import { Untranslatable } from '../translation/untranslatable.js';
import { sizeOf } from '../tensor/tensor.js';
import type { GraphBuilder } from './building/graph.js';
import type { Value } from './building/values.js';
import { OperationCall } from './operations/call.js';
import { OPERATION_RULES } from './operations/index.js';
import { computed, listLayout, scalarLayout, type Known } from './operations/known.js';
import { decode, placesOf, type Weight } from './weights/decode.js';

interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** `a`, `a:1`, `a:output:1`, without those that only order operations. */
  readonly inputs: readonly string[];
  readonly attributes: unknown;
}

interface Parts {
  readonly graph: GraphBuilder;
  readonly topology: unknown;
  readonly signature: unknown;
  readonly weightSpecs: readonly unknown[];
  readonly weightData: ArrayBuffer;
}

/** Whole numbers with more of them are not sides. */
const MOST_SIDES = 10_000;

/** Throws Untranslatable. */
export function translateGraph(parts: Parts, inputs: readonly Value[]): readonly Value[] {
  const nodes = new Map(
    listField(parts.topology, 'node')
      .map(nodeOf)
      .map((node) => [node.name, node]),
  );
  const places = new Map(placesOf(parts.weightSpecs, parts.weightData).map((place) => [place.name, place]));
  const output = outputOf(nodes, parts.signature);
  const made = new Map<string, readonly Known[]>();
  const ordered = inOrder(nodes, output.name);
  const fed = ordered.filter(({ op }) => op === 'Placeholder').length;
  if (fed > 1 || inputs.length !== 1) throw new Untranslatable(`a graph of ${String(fed)} inputs`);
  for (const node of ordered) {
    if (node.op === 'Placeholder') made.set(node.name, [placeholder(node, inputs[0])]);
    else if (node.op === 'Const') {
      const place = places.get(node.name);
      if (place === undefined) throw new Untranslatable(`the constant ${showName(node.name)} without a weight`);
      made.set(node.name, [constantOf(decode(place, parts.weightData))]);
    } else made.set(node.name, outputsOf(parts.graph, node, made));
  }
  const result = made.get(output.name)?.[output.index];
  if (result?.kind === 'value') return [result.value];
  throw new Untranslatable('a graph whose output does not depend on its input');
}

function nodeOf(node: unknown): GraphNode {
  const inputs = listField(node, 'input').filter((input) => typeof input === 'string');
  return {
    name: textField(node, 'name') ?? '',
    op: textField(node, 'op') ?? '',
    inputs: inputs.filter((input) => !input.startsWith('^')),
    attributes: field(node, 'attr'),
  };
}

function endOf(written: string): { readonly name: string; readonly index: number } {
  const parts = written.split(':');
  return { name: parts[0] ?? '', index: parts.length === 1 ? 0 : Number(parts.at(-1)) };
}

/** What the signature names; else the only operation that no other one uses. */
function outputOf(nodes: ReadonlyMap<string, GraphNode>, signature: unknown): { name: string; index: number } {
  const outputs = field(signature, 'outputs');
  const listed = isRecord(outputs) ? Object.values(outputs).map((one) => textField(one, 'name') ?? '') : [];
  const used = new Set([...nodes.values()].flatMap(({ inputs }) => inputs.map((input) => endOf(input).name)));
  const names = listed.length > 0 ? [...new Set(listed)] : [...nodes.keys()].filter((name) => !used.has(name));
  const [name] = names;
  if (name === undefined || names.length !== 1) throw new Untranslatable(`a graph of ${String(names.length)} outputs`);
  return endOf(name);
}

/** All operations that one depends on, each behind those that it depends on. */
function inOrder(nodes: ReadonlyMap<string, GraphNode>, last: string): readonly GraphNode[] {
  const ordered: GraphNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const stack = [last];
  for (let name = stack.at(-1); name !== undefined; name = stack.at(-1)) {
    const node = nodes.get(name);
    if (node === undefined) throw new Untranslatable(`the operation ${showName(name)}, which is not there`);
    if (state.get(name) === undefined) {
      state.set(name, 'open');
      for (const input of node.inputs) {
        const source = endOf(input).name;
        if (state.get(source) === 'open') throw new Untranslatable(`the operation ${showName(source)} in a loop`);
        if (state.get(source) === undefined) stack.push(source);
      }
    } else {
      stack.pop();
      if (state.get(name) === 'open') ordered.push(node);
      state.set(name, 'done');
    }
  }
  return ordered;
}

/** Fed with float32, for examples of the input's shape. */
function placeholder({ name, attributes }: GraphNode, input: Value | undefined): Known {
  const type = field(field(attributes, 'dtype'), 'type');
  if (type !== 'DT_FLOAT' && type !== 1) {
    throw new Untranslatable(`the input ${showName(name)} that is not of type float32`);
  }
  if (input === undefined) throw new Untranslatable('a graph without an input');
  const dims = listField(field(field(attributes, 'shape'), 'shape'), 'dim').map((dim) => Number(field(dim, 'size')));
  const fits = dims.slice(1).every((side, at) => side < 0 || side === input.sides[at]);
  if (dims.length > 0 && (dims.length !== input.sides.length + 1 || !fits)) {
    throw new Untranslatable(
      `the input ${showName(name)}, which is made for another shape than [?, ${input.sides.join(', ')}]`,
    );
  }
  return computed(input);
}

function constantOf({ shape, values }: Weight): Known {
  if (values instanceof Float32Array) return { kind: 'constant', constant: { values, shape } };
  if (values.length > MOST_SIDES || sizeOf(shape) !== values.length)
    throw new Untranslatable('a large table of whole numbers');
  return shape.length === 0 ? scalarLayout(values[0] ?? 0) : listLayout([...values]);
}

function outputsOf(
  graph: GraphBuilder,
  node: GraphNode,
  made: ReadonlyMap<string, readonly Known[]>,
): readonly Known[] {
  const operands = node.inputs.map((input) => {
    const { name, index } = endOf(input);
    const known = made.get(name)?.[index];
    if (known === undefined)
      throw new Untranslatable(
        `the operation ${showName(node.name)} (${showName(node.op)}) with the operand ${showName(input)}`,
      );
    return known;
  });
  const call = new OperationCall(graph, node, operands);
  const rule = OPERATION_RULES.get(node.op);
  if (rule === undefined) throw call.refuse('that is not translated');
  const outputs = [rule(call)].flat();
  const empty = outputs.some(
    (one) => one.kind === 'value' && !one.value.sides.every((side) => Number.isSafeInteger(side) && side > 0),
  );
  if (empty) throw call.refuse('with an output without a size');
  return outputs;
}
