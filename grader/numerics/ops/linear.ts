/** y = x W^T + b with x [B, I], W [O, I], b [O], the convention of torch.nn.Linear. */
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, type Op } from './op.js';

function product(x: TensorData, weight: TensorData, bias: TensorData | undefined): TensorData {
  const [batch, inputs] = matrixSides(x);
  const [outputs] = matrixSides(weight);
  return build([batch, outputs], (index) => {
    const row = Math.floor(index / outputs);
    const column = index % outputs;
    let sum = bias === undefined ? 0 : at(bias, column);
    for (let i = 0; i < inputs; i += 1) sum += at(x, row * inputs + i) * at(weight, column * inputs + i);
    return sum;
  });
}

/** dx = g W · dW = g^T x · db = sum of g over the batch. */
function gradient(operands: readonly TensorData[], upstream: TensorData, index: number): TensorData {
  const x = operand(operands, 0);
  const weight = operand(operands, 1);
  const [batch, inputs] = matrixSides(x);
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
      for (let row = 0; row < batch; row += 1) {
        sum += at(upstream, row * outputs + output) * at(x, row * inputs + (flat % inputs));
      }
      return sum;
    });
  }
  return build([outputs], (output) => {
    let sum = 0;
    for (let row = 0; row < batch; row += 1) sum += at(upstream, row * outputs + output);
    return sum;
  });
}

export const linear: Op = {
  operands: [2, 3],
  isLoss: false,
  apply: (operands) => product(operand(operands, 0), operand(operands, 1), operands[2]),
  applyScale: (scales) => product(operand(scales, 0), operand(scales, 1), scales[2]),
  vjp: ({ operands, upstream, index }) => gradient(operands, upstream, index),
  vjpScale: ({ scales, upstream, index }) => gradient(scales, upstream, index),
};
