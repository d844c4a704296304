/** Softmax over the last axis, shifted by its maximum so that exp does not overflow. */
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, type Op } from './op.js';

/** softmax(z) of z [B, C]. */
export function softmaxOf(z: TensorData): TensorData {
  const [, classes] = matrixSides(z);
  return build(z.shape, (index) => {
    const start = index - (index % classes);
    const max = rowMax(z, start, classes);
    let sum = 0;
    for (let k = 0; k < classes; k += 1) sum += Math.exp(at(z, start + k) - max);
    return Math.exp(at(z, index) - max) / sum;
  });
}

/** log softmax(z)[column] of the row that starts at `start`. */
export function logSoftmaxAt(z: TensorData, start: number, classes: number, column: number): number {
  const max = rowMax(z, start, classes);
  let sum = 0;
  for (let k = 0; k < classes; k += 1) sum += Math.exp(at(z, start + k) - max);
  return at(z, start + column) - max - Math.log(sum);
}

/** The vector-Jacobian product p_i (u_i - sum_j u_j p_j); `sign` 1 makes every term positive. */
export function softmaxVjp(p: TensorData, upstream: TensorData, sign: 1 | -1): TensorData {
  const [, classes] = matrixSides(p);
  return build(p.shape, (index) => {
    const start = index - (index % classes);
    let dot = 0;
    for (let k = 0; k < classes; k += 1) dot += at(upstream, start + k) * at(p, start + k);
    return at(p, index) * (at(upstream, index) + sign * dot);
  });
}

function rowMax(z: TensorData, start: number, classes: number): number {
  let max = -Infinity;
  for (let k = 0; k < classes; k += 1) max = Math.max(max, at(z, start + k));
  return max;
}

export const softmax: Op = {
  operands: [1, 1],
  isLoss: false,
  apply: (operands) => softmaxOf(operand(operands, 0)),
  // |dp| <= p (|dz_i| + sum_j p_j |dz_j|)
  applyScale: (scales, operands) => {
    const p = softmaxOf(operand(operands, 0));
    const spread = softmaxVjp(p, operand(scales, 0), 1);
    return build(p.shape, (index) => Math.max(at(p, index), at(spread, index)));
  },
  vjp: ({ output, upstream }) => softmaxVjp(output, upstream, -1),
  vjpScale: ({ output, upstream }) => softmaxVjp(output, upstream, 1),
};
