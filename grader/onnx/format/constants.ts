/** The constants of a graph: its weights, and what its Constant operations hold. Pure. */
import type { OnnxGraph, OnnxNode, OnnxTensor } from './model.js';
import { graphsOf } from './select.js';

export type Constants = ReadonlyMap<string, OnnxTensor>;

/** By the names of their values, those within branches included: names are used once. */
export function constantsOf(
  graph: OnnxGraph,
  found: Map<string, OnnxTensor> = new Map<string, OnnxTensor>(),
): Constants {
  for (const tensor of graph.initializers) found.set(tensor.name, tensor);
  for (const node of graph.nodes) {
    const [name] = node.outputs;
    const tensor = tensorOf(node);
    if (tensor !== null && name !== undefined) found.set(name, { ...tensor, name });
    for (const inner of graphsOf(node.attributes)) constantsOf(inner, found);
  }
  return found;
}

/** All operations, those of branches included. */
export function nodesOf(graph: OnnxGraph): OnnxNode[] {
  return graph.nodes.flatMap((node) => [node, ...graphsOf(node.attributes).flatMap(nodesOf)]);
}

/** What a Constant operation holds; null for any other operation, and for text. */
function tensorOf({ operator, name, attributes }: OnnxNode): OnnxTensor | null {
  const [held] = operator === 'Constant' ? Object.values(attributes) : [];
  switch (held?.kind) {
    case 'tensor':
      return held.value;
    case 'float':
      return floats(name, [], [held.value]);
    case 'floats':
      return floats(name, [held.values.length], held.values);
    case 'int':
      return ints(name, [], [held.value]);
    case 'ints':
      return ints(name, [held.values.length], held.values);
    default:
      return null;
  }
}

function floats(name: string, shape: readonly number[], values: readonly number[]): OnnxTensor {
  return { name, type: 'float32', shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

function ints(name: string, shape: readonly number[], values: readonly number[]): OnnxTensor {
  return { name, type: 'int64', shape, bytes: new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer) };
}
