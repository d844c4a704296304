/** Reads a GraphModel (a converted TensorFlow graph): its operations, constants and input. Pure. */
import { field, listField, textField } from './fields.js';
import { showName } from '../names.js';
import type { LayerFact } from '../../schema/submission.js';
import type { WeightSpec } from './manifest.js';

export interface Graph {
  readonly operations: readonly LayerFact[];
  readonly constants: readonly string[];
  readonly inputs: number;
  readonly inputShape: readonly (number | null)[] | null;
}

/** Nodes that hold or pass on values and compute nothing. */
const SILENT = new Set(['Const', 'Placeholder', 'Identity', 'NoOp']);

export type GraphRead = { readonly ok: true; readonly graph: Graph } | { readonly ok: false; readonly problem: string };

export function isGraph(modelTopology: unknown): boolean {
  return Array.isArray(field(modelTopology, 'node'));
}

export function readGraph(model: unknown): GraphRead {
  const nodes = listField(field(model, 'modelTopology'), 'node').map((node) => ({
    name: textField(node, 'name'),
    op: textField(node, 'op'),
    node,
  }));
  const named = nodes.flatMap(({ name, op, node }) => (name === null || op === null ? [] : [{ name, op, node }]));
  if (named.length !== nodes.length || named.length === 0) {
    return { ok: false, problem: 'describes a graph whose operations have no names or kinds' };
  }
  const placeholders = named.filter(({ op }) => op === 'Placeholder');
  const first = placeholders[0];
  return {
    ok: true,
    graph: {
      operations: named
        .filter(({ op }) => !SILENT.has(op))
        .map(({ name, op }) => ({ name, className: op, activation: null, output: false })),
      constants: named.filter(({ op }) => op === 'Const').map(({ name }) => name),
      inputs: placeholders.length,
      inputShape: signatureShape(model) ?? (first ? placeholderShape(first.node) : null),
    },
  };
}

/** A constant that the graph uses and no weight gives, as a whole sentence. */
export function problemOfConstants(graph: Graph, listed: readonly WeightSpec[]): string | null {
  const names = new Set(listed.map((weight) => weight.name));
  const missing = graph.constants.find((name) => !names.has(name));
  return missing === undefined
    ? null
    : `weight ${showName(missing)} is missing: the graph uses it and model.json does not list it; convert the model again`;
}

function signatureShape(model: unknown): readonly (number | null)[] | null {
  const signature = field(model, 'signature') ?? field(field(model, 'userDefinedMetadata'), 'signature');
  const inputs = field(signature, 'inputs');
  const first: unknown = typeof inputs === 'object' && inputs !== null ? Object.values(inputs)[0] : undefined;
  return sidesOf(field(first, 'tensorShape'));
}

function placeholderShape(node: unknown): readonly (number | null)[] | null {
  return sidesOf(field(field(field(node, 'attr'), 'shape'), 'shape'));
}

/** `{dim: [{size: "-1"}, {size: "2"}]}` without its first side; -1 is unknown. */
function sidesOf(shape: unknown): readonly (number | null)[] | null {
  const sides = listField(shape, 'dim').map((dim) => Number(field(dim, 'size')));
  if (sides.length === 0 || !sides.every((side) => Number.isSafeInteger(side))) return null;
  return sides.slice(1).map((side) => (side < 0 ? null : side));
}
