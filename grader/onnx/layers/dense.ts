/** Dense: a matrix product along the last axis. */
import { sizeOf } from '../../tensor/tensor.js';
import { activate } from '../activations/activate.js';
import type { GraphBuilder } from '../building/graph.js';
import { plain, valueOf, type Value } from '../building/values.js';
import type { LayerRule } from './call.js';

/** x [N, …, K] times a matrix [K, M], and a bias [M] or none. */
export function product(graph: GraphBuilder, input: Value, matrix: Float32Array, bias: Float32Array | null): Value {
  const x = plain(graph, input);
  const wide = x.sides.at(-1) ?? 1;
  const units = matrix.length / wide;
  const sides = [...x.sides.slice(0, -1), units];
  graph.count(sizeOf(sides) * wide);
  const operands = [graph.weight(matrix, [wide, units]), ...(bias === null ? [] : [graph.weight(bias, [units])])];
  if (sides.length === 1) return valueOf(graph.node('Gemm', [x.name, ...operands]), sides);
  const [kernel = '', shift] = operands;
  const name = graph.node('MatMul', [x.name, kernel]);
  return valueOf(shift === undefined ? name : graph.node('Add', [name, shift]), sides);
}

/** Of matrices at the end of [N, …], example by example. */
export function matrixProduct(graph: GraphBuilder, left: Value, right: Value): Value {
  const [a, b] = [plain(graph, left), plain(graph, right)];
  const sides = [...a.sides.slice(0, -1), b.sides.at(-1) ?? 1];
  graph.count(sizeOf(sides) * (a.sides.at(-1) ?? 1));
  return valueOf(graph.node('MatMul', [a.name, b.name]), sides);
}

export const dense: LayerRule = (call) => {
  const { input } = call;
  const [wide, units] = [input.sides.at(-1) ?? 0, call.whole('units')];
  const kernel = call.weight('kernel', [wide, units]);
  const bias = call.flag('useBias', true) ? call.weight('bias', [units]) : null;
  const out = product(call.graph, input, kernel, bias);
  return activate(call.graph, call.option('activation'), out, (why) => call.refuse(why));
};
