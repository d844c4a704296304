/**
 * y = x W^T + b with x [.., I], W [O, I], b [O], the convention of torch.nn.Linear: every leading side of x is kept. A
 * vector x is one example, and so y is [1, O].
 */
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, type Op } from './op.js';

/** The value of a linear layer; also of the sums inside of recurrent ones. */
export function linearOf(x: TensorData, weight: TensorData, bias: TensorData | undefined): TensorData {
  const [rows, inputs] = matrixSides(x);
  const [outputs] = matrixSides(weight);
  const leading = x.shape.length > 1 ? x.shape.slice(0, -1) : [rows];
  return build([...leading, outputs], (index) => {
    const row = Math.floor(index / outputs);
    const column = index % outputs;
    let sum = bias === undefined ? 0 : at(bias, column);
    for (let i = 0; i < inputs; i += 1) sum += at(x, row * inputs + i) * at(weight, column * inputs + i);
    return sum;
  });
}

/** dx = g W · dW = g^T x, summed over all leading sides. Of another index: db, the sum of g over these. */
export function linearGradient(x: TensorData, weight: TensorData, upstream: TensorData, index: number): TensorData {
  const [rows, inputs] = matrixSides(x);
  const [outputs] = matrixSides(weight);
  if (index === 0) {
    return build(x.shape, (flat) => {
      const row = Math.floor(flat / inputs);
      let sum = 0;
      for (let o = 0; o < outputs; o += 1) {
        sum += at(upstream, row * outputs + o) * at(weight, o * inputs + (flat % inputs));
      }
      return sum;
    });
  }
  if (index === 1) {
    return build(weight.shape, (flat) => {
      const output = Math.floor(flat / inputs);
      let sum = 0;
      for (let row = 0; row < rows; row += 1) {
        sum += at(upstream, row * outputs + output) * at(x, row * inputs + (flat % inputs));
      }
      return sum;
    });
  }
  return build([outputs], (output) => {
    let sum = 0;
    for (let row = 0; row < rows; row += 1) sum += at(upstream, row * outputs + output);
    return sum;
  });
}

export const linear: Op = {
  operands: [2, 3],
  isLoss: false,
  apply: (operands) => linearOf(operand(operands, 0), operand(operands, 1), operands[2]),
  applyScale: (scales) => linearOf(operand(scales, 0), operand(scales, 1), scales[2]),
  vjp: ({ operands, upstream, index }) => linearGradient(operand(operands, 0), operand(operands, 1), upstream, index),
  vjpScale: ({ scales, upstream, index }) => linearGradient(operand(scales, 0), operand(scales, 1), upstream, index),
};
