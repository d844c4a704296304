/** Sums and products of tensors of the same shape, element by element. Must not broadcast. */
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';

function summed(operands: readonly TensorData[]): TensorData {
  const [first, ...rest] = [operand(operands, 0), ...operands.slice(1)];
  return build(first.shape, (index) => rest.reduce((sum, one) => sum + at(one, index), at(first, index)));
}

const copied = (tensor: TensorData) => build(tensor.shape, (index) => at(tensor, index));

/** The sum of two tensors or more, such as a residual connection. Each of them gets the whole gradient. */
export const add: Op = {
  operands: [2, 16],
  isLoss: false,
  apply: (operands) => summed(operands),
  applyScale: (scales) => summed(scales),
  vjp: ({ upstream }) => copied(upstream),
  vjpScale: ({ upstream }) => copied(upstream),
};

function times(a: TensorData, b: TensorData): TensorData {
  return build(a.shape, (index) => at(a, index) * at(b, index));
}

export const multiply: Op = {
  operands: [2, 2],
  isLoss: false,
  apply: (operands) => times(operand(operands, 0), operand(operands, 1)),
  applyScale: (scales) => times(operand(scales, 0), operand(scales, 1)),
  vjp: ({ operands, upstream, index }) => times(upstream, operand(operands, 1 - index)),
  vjpScale: ({ scales, upstream, index }) => times(upstream, operand(scales, 1 - index)),
};
