/** Adds a penalty to a loss: loss + lambda / 2 times the sum of the squares of all elements of W1, W2, ... */
import type { NetworkNode } from '../../schema/network.js';
import { float64, type TensorData } from '../../tensor/tensor.js';
import { at, operand, scaled, type Op } from './op.js';

function penalised(operands: readonly TensorData[], { lambda = 0 }: NetworkNode): TensorData {
  let squares = 0;
  for (const { values } of operands.slice(1)) for (const value of values) squares += value * value;
  return float64([], [at(operand(operands, 0), 0) + (lambda / 2) * squares]);
}

/** `from` has the operands or their scales. */
function gradient(from: readonly TensorData[], upstream: TensorData, index: number, node: NetworkNode): TensorData {
  if (index === 0) return scaled(upstream, 1);
  return scaled(operand(from, index), at(upstream, 0) * (node.lambda ?? 0));
}

export const weightDecay: Op = {
  operands: [2, 16],
  isLoss: true,
  apply: (operands, node) => penalised(operands, node),
  applyScale: (scales, _operands, node) => penalised(scales, node),
  vjp: ({ node, operands, upstream, index }) => gradient(operands, upstream, index, node),
  vjpScale: ({ node, scales, upstream, index }) => gradient(scales, upstream, index, node),
};
