/** Matrix products of graphs. */
import { transposed } from '../building/arrays.js';
import { plain, valueOf, type Value } from '../building/values.js';
import { matrixProduct, product } from '../layers/dense.js';
import type { OperationCall, OperationRule } from './call.js';
import { fusedOf } from './fused.js';
import { computed } from './known.js';

/** Examples in rows by a constant matrix, as MatMul and _FusedMatMul have it. */
export const matmul: OperationRule = (call) => {
  const { graph } = call;
  const x = call.value(0);
  const matrix = matrixOf(call, call.flag('transpose_b', false));
  const [inner, units] = matrix.shape;
  if (call.flag('transpose_a', false)) throw call.refuse('with transpose_a, which exchanges the examples');
  if (x.sides.length !== 1 || inner !== x.sides[0]) throw call.refuse('with a matrix that does not fit');
  const fused = fusedOf(call, 2, units);
  return computed(fused.finish(product(graph, x, matrix.values, fused.bias)));
};

function matrixOf(call: OperationCall, isTurned: boolean): { shape: readonly [number, number]; values: Float32Array } {
  const { values, shape } = call.constant(1);
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2) throw call.refuse('with a constant that is not a matrix');
  if (!isTurned) return { shape: [rows, columns], values };
  return { shape: [columns, rows], values: transposed(values, shape, [1, 0]) };
}

/** Matrices example by example, or by a constant one. */
export const batchMatmul: OperationRule = (call) => {
  const { graph } = call;
  const a = arranged(call, call.value(0), call.flag('adj_x', false));
  if (call.operands[1]?.kind === 'constant') {
    const { shape, values } = matrixOf(call, call.flag('adj_y', false));
    if (shape[0] !== a.sides.at(-1)) throw call.refuse('with a matrix that does not fit');
    return computed(product(graph, a, values, null));
  }
  const b = arranged(call, call.value(1), call.flag('adj_y', false));
  const outer = ({ sides }: Value) => sides.slice(0, -2).join();
  const fits = a.sides.length === b.sides.length && outer(a) === outer(b) && a.sides.at(-1) === b.sides.at(-2);
  if (!fits) throw call.refuse('with matrices that do not fit');
  return computed(matrixProduct(graph, a, b));
};

function arranged(call: OperationCall, x: Value, isTurned: boolean): Value {
  const { graph } = call;
  if (x.sides.length < 2) throw call.refuse('of examples that are not matrices');
  if (!isTurned) return x;
  const from = plain(graph, x);
  const rank = x.sides.length + 1;
  const order = [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
  const [last = 1, before = 1] = [...x.sides].reverse();
  return valueOf(graph.transpose(from.name, order), [...x.sides.slice(0, -2), last, before]);
}
