/**
 * Dropout with a given mask (Srivastava et al., 2014), in the inverted form of torch.nn.Dropout in training: x mask / (1 -
 * rate). A network is calculated with numbers that are known, so the mask is an operand of x's shape, of ones and zeros.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, operand, type Op } from './op.js';

function masked(x: TensorData, mask: TensorData, { rate = 0 }: NetworkNode): TensorData {
  return build(x.shape, (index) => (at(x, index) * at(mask, index)) / (1 - rate));
}

export const dropout: Op = {
  operands: [2, 2],
  isLoss: false,
  apply: (operands, node) => masked(operand(operands, 0), operand(operands, 1), node),
  applyScale: (scales, _operands, node) => masked(operand(scales, 0), operand(scales, 1), node),
  vjp: ({ node, operands, upstream, index }) => masked(upstream, operand(operands, 1 - index), node),
  vjpScale: ({ node, scales, upstream, index }) => masked(upstream, operand(scales, 1 - index), node),
};
