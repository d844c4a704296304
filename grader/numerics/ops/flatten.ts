/** Flattens all axes but the first, so that a linear node can follow images. */
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';

function flattened(x: TensorData): TensorData {
  const [batch = 1] = x.shape;
  return reshaped(x, [batch, x.values.length / batch]);
}

const reshaped = (x: TensorData, shape: readonly number[]) => build(shape, (index) => at(x, index));

export const flatten: Op = {
  operands: [1, 1],
  isLoss: false,
  apply: (operands) => flattened(operand(operands, 0)),
  applyScale: (scales) => flattened(operand(scales, 0)),
  vjp: ({ operands, upstream }) => reshaped(upstream, operand(operands, 0).shape),
  vjpScale: ({ operands, upstream }) => reshaped(upstream, operand(operands, 0).shape),
};
