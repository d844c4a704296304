/**
 * Layer normalisation over the last axis (Ba, Kiros and Hinton, 2016): y = gamma xhat + beta with xhat = (x - mean) /
 * sqrt(variance + epsilon) of each row; the variance is divided by the number of elements, as in torch.nn.LayerNorm.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, type Op, type VjpCall } from './op.js';

/** As in torch.nn.LayerNorm. */
export const EPSILON = 1e-5;

/** The mean over each row of a value of each element; one number for each row. */
function rowMeans(x: TensorData, value: (index: number) => number): Float64Array {
  const [rows, columns] = matrixSides(x);
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < columns; column += 1) sum += value(row * columns + column);
    return sum / columns;
  });
}

interface Normalised {
  /** (x - mean) / sigma of the operand, or (|x| + mean |x|) / sigma of its scale. */
  readonly xhat: TensorData;
  /** 1 / sqrt(variance + epsilon) of the row of an element. */
  readonly inverse: (index: number) => number;
}

/** `from` is the operand x or its scale; `sign` is 1 for scales. The variance is always that of x. */
function normalise(x: TensorData, from: TensorData, { epsilon = EPSILON }: NetworkNode, sign: 1 | -1): Normalised {
  const [, columns] = matrixSides(x);
  const rowOf = (index: number) => Math.floor(index / columns);
  const mean = rowMeans(x, (index) => at(x, index));
  const variance = rowMeans(x, (index) => (at(x, index) - (mean[rowOf(index)] ?? NaN)) ** 2);
  const inverse = (index: number) => 1 / Math.sqrt((variance[rowOf(index)] ?? NaN) + epsilon);
  const centre = rowMeans(from, (index) => at(from, index));
  const xhat = build(x.shape, (index) => (at(from, index) + sign * (centre[rowOf(index)] ?? NaN)) * inverse(index));
  return { xhat, inverse };
}

function scaledAndShifted(
  operands: readonly TensorData[],
  from: readonly TensorData[],
  node: NetworkNode,
  sign: 1 | -1,
) {
  const { xhat } = normalise(operand(operands, 0), operand(from, 0), node, sign);
  const [gamma, beta] = [operand(from, 1), operand(from, 2)];
  const [, columns] = matrixSides(xhat);
  return build(xhat.shape, (index) => at(gamma, index % columns) * at(xhat, index) + at(beta, index % columns));
}

/** Sums a value of each element over all rows. */
function sumsOverRows(like: TensorData, shape: readonly number[], value: (index: number) => number): TensorData {
  const [, columns] = matrixSides(like);
  const sums = build(shape, () => 0);
  for (let index = 0; index < like.values.length; index += 1) {
    sums.values[index % columns] = at(sums, index % columns) + value(index);
  }
  return sums;
}

/** dx = (h - mean(h) - xhat mean(h xhat)) / sigma with h = g gamma; for scales all signs are positive. */
function gradient(call: VjpCall, from: readonly TensorData[], sign: 1 | -1): TensorData {
  const { node, operands, upstream, index } = call;
  const { xhat, inverse } = normalise(operand(operands, 0), operand(from, 0), node, sign);
  const { shape } = operand(operands, index);
  if (index === 1) return sumsOverRows(xhat, shape, (flat) => at(upstream, flat) * at(xhat, flat));
  if (index === 2) return sumsOverRows(xhat, shape, (flat) => at(upstream, flat));
  const gamma = operand(from, 1);
  const [, columns] = matrixSides(xhat);
  const h = build(shape, (flat) => at(upstream, flat) * at(gamma, flat % columns));
  const total = rowMeans(h, (flat) => at(h, flat));
  const along = rowMeans(h, (flat) => at(h, flat) * at(xhat, flat));
  return build(shape, (flat) => {
    const row = Math.floor(flat / columns);
    const moved = (total[row] ?? NaN) + at(xhat, flat) * (along[row] ?? NaN);
    return inverse(flat) * (at(h, flat) + sign * moved);
  });
}

export const layerNorm: Op = {
  operands: [3, 3],
  isLoss: false,
  apply: (operands, node) => scaledAndShifted(operands, operands, node, -1),
  applyScale: (scales, operands, node) => scaledAndShifted(operands, scales, node, 1),
  vjp: (call) => gradient(call, call.operands, -1),
  vjpScale: (call) => gradient(call, call.scales, 1),
};
