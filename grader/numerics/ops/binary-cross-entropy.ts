/**
 * Binary cross entropy on logits as torch.nn.BCEWithLogitsLoss: the mean over all elements of softplus(z) - z y, which is
 * -y log p - (1 - y) log(1 - p) with p = sigmoid(z). The target y has values from 0 to 1.
 */
import { float64, type TensorData } from '../../tensor/tensor.js';
import { sigmoidOf } from './activations.js';
import { at, build, operand, type Op } from './op.js';
import { softplusOf } from './smooth-activations.js';

function meanOf({ values }: TensorData, term: (index: number) => number): TensorData {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += term(index);
  return float64([], [sum / values.length]);
}

/** Without cancellation: softplus(z) - z y is max(z, 0) - z y + log(1 + exp(-|z|)). */
function lossAt(z: number, y: number): number {
  return Math.max(z, 0) - z * y + Math.log1p(Math.exp(-Math.abs(z)));
}

export const binaryCrossEntropy: Op = {
  operands: [2, 2],
  isLoss: true,
  apply: (operands) => {
    const [z, y] = [operand(operands, 0), operand(operands, 1)];
    return meanOf(z, (index) => lossAt(at(z, index), at(y, index)));
  },
  // softplus, as of any activation, and the product
  applyScale: (scales, operands) => {
    const z = operand(operands, 0);
    const [sizes, targets] = [operand(scales, 0), operand(scales, 1)];
    return meanOf(z, (index) => {
      const first = Math.max(softplusOf(at(z, index)), sigmoidOf(at(z, index)) * at(sizes, index));
      return first + at(sizes, index) * at(targets, index);
    });
  },
  vjp: ({ operands, upstream, index }) => {
    const [z, y] = [operand(operands, 0), operand(operands, 1)];
    const by = at(upstream, 0) / z.values.length;
    if (index === 1) return build(y.shape, (place) => -by * at(z, place));
    return build(z.shape, (place) => by * (sigmoidOf(at(z, place)) - at(y, place)));
  },
  vjpScale: ({ operands, scales, upstream, index }) => {
    const z = operand(operands, 0);
    const [sizes, targets] = [operand(scales, 0), operand(scales, 1)];
    const by = at(upstream, 0) / z.values.length;
    if (index === 1) return build(targets.shape, (place) => by * at(sizes, place));
    return build(z.shape, (place) => by * (sigmoidOf(at(z, place)) + at(targets, place)));
  },
};
