/** Attention and MultiHeadAttention of Keras 3, without masks. */
import { along } from '../activations/formulas.js';
import { withConstant, withNumber } from '../building/arithmetic.js';
import type { GraphBuilder } from '../building/graph.js';
import { plain, reshaped, valueOf, type Value } from '../building/values.js';
import type { LayerCall, LayerRule } from './call.js';
import { matrixProduct, product } from './dense.js';

/** Query, value, and key, which is the value where it is not given. */
function operandsOf(call: LayerCall): readonly [Value, Value, Value] {
  const [query, value, key = value] = call.inputs.map((one) => plain(call.graph, one));
  const known = [query, value, key];
  if (query === undefined || value === undefined || key === undefined || call.inputs.length > 3) {
    throw call.refuse(`with ${String(call.inputs.length)} inputs`);
  }
  if (!known.every((one) => one?.sides.length === 2)) throw call.refuse('with inputs that are not series');
  return [query, value, key];
}

/** The last two axes exchanged. */
function exchanged(graph: GraphBuilder, x: Value): Value {
  const rank = x.sides.length + 1;
  const order = [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
  const [last = 1, before = 1] = [...x.sides].reverse();
  return valueOf(graph.transpose(x.name, order), [...x.sides.slice(0, -2), last, before]);
}

export const attention: LayerRule = (call) => {
  const { graph } = call;
  call.word('scoreMode', ['dot'], 'dot');
  const [query, value, key] = operandsOf(call);
  const scores = matrixProduct(graph, query, exchanged(graph, key));
  const scaled = call.flag('useScale', false)
    ? withConstant(graph, 'Mul', scores, { values: call.weight('scale', []), shape: [1, 1] })
    : scores;
  return matrixProduct(graph, along(graph, 'Softmax', scaled, 2), value);
};

export const multiHeadAttention: LayerRule = (call) => {
  const { graph, inputs } = call;
  if (inputs.length < 2) throw call.refuse(`with ${String(inputs.length)} inputs`);
  const [query, value, key] = operandsOf(call);
  const [heads, size] = [call.whole('numHeads'), call.whole('keyDim')];
  const valueSize = call.isSet('valueDim') ? call.whole('valueDim') : size;
  const q = split(call, query, 'query', heads, size);
  const k = split(call, key, 'key', heads, size);
  const v = split(call, value, 'value', heads, valueSize);
  const scores = matrixProduct(graph, withNumber(graph, 'Mul', q, 1 / Math.sqrt(size)), exchanged(graph, k));
  const weighted = matrixProduct(graph, along(graph, 'Softmax', scores, 3), v);
  const rows = query.sides[0] ?? 1;
  const joined = valueOf(graph.transpose(weighted.name, [0, 2, 1, 3]), [rows, heads, valueSize]);
  const written = call.option('outputShape');
  const list = [written ?? query.sides.at(-1)].flat();
  const [wide] = list;
  if (list.length !== 1 || typeof wide !== 'number') throw call.refuse('with an output_shape of several axes');
  const kernel = call.weight('attention_output/kernel', [heads, valueSize, wide]);
  const bias = call.flag('useBias', true) ? call.weight('attention_output/bias', [wide]) : null;
  return product(graph, reshaped(graph, joined, [rows, heads * valueSize]), kernel, bias);
};

/** [N, T, D] to [N, heads, T, size]. */
function split(call: LayerCall, x: Value, part: string, heads: number, size: number): Value {
  const { graph } = call;
  const [rows = 1, wide = 1] = x.sides;
  const kernel = call.weight(`${part}/kernel`, [wide, heads, size]);
  const bias = call.flag('useBias', true) ? call.weight(`${part}/bias`, [heads, size]) : null;
  const apart = reshaped(graph, product(graph, x, kernel, bias), [rows, heads, size]);
  return valueOf(graph.transpose(apart.name, [0, 2, 1, 3]), [heads, rows, size]);
}
