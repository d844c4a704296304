/**
 * Losses: means over the batch, scalars of shape []. Each is a mean of per-element terms of the network's output and of
 * a target (values y, or int32 class labels), so that all share one implementation.
 */
import { float64, type TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, type Op, type VjpCall } from './op.js';
import { logSoftmaxAt, softmaxOf, softmaxVjp } from './softmax.js';

function scalar(value: number): TensorData {
  return float64([], [value]);
}

/** 1 if `index` of a [B, C] tensor is the labelled class of its row. */
function oneHotAt(label: TensorData, index: number, classes: number): number {
  return at(label, Math.floor(index / classes)) === index % classes ? 1 : 0;
}

/** (out - y)^2 times `factor`, summed over a row, mean over rows. The value of a label is the number of its class. */
function squared(factor: number): Op {
  const difference = (operands: readonly TensorData[], index: number) =>
    at(operand(operands, 0), index) - at(operand(operands, 1), index);
  const batchOf = (operands: readonly TensorData[]) => matrixSides(operand(operands, 0))[0];
  const magnitude = (scales: readonly TensorData[], index: number) =>
    at(operand(scales, 0), index) + Math.abs(at(operand(scales, 1), index));
  const slope = ({ operands, upstream, index }: VjpCall) => {
    const sign = index === 0 ? 1 : -1;
    const weight = (sign * 2 * factor * at(upstream, 0)) / batchOf(operands);
    return build(operand(operands, index).shape, (flat) => weight * difference(operands, flat));
  };
  return {
    operands: [2, 2],
    isLoss: true,
    apply: (operands) => {
      let sum = 0;
      for (let i = 0; i < operand(operands, 0).values.length; i += 1) sum += difference(operands, i) ** 2;
      return scalar((factor * sum) / batchOf(operands));
    },
    applyScale: (scales, operands) => {
      let sum = 0;
      for (let i = 0; i < operand(operands, 0).values.length; i += 1) sum += magnitude(scales, i) ** 2;
      return scalar((factor * sum) / batchOf(operands));
    },
    vjp: slope,
    vjpScale: ({ operands, scales, upstream, index }) => {
      const weight = (2 * factor * at(upstream, 0)) / batchOf(operands);
      return build(operand(operands, index).shape, (flat) => weight * magnitude(scales, flat));
    },
  };
}

/** sum_k (p_k - onehot_k)^2, mean over rows, with p = softmax(out) (the Brier score) or p = out. */
function oneHotSquared(throughSoftmax: boolean): Op {
  const scores = (operands: readonly TensorData[]) =>
    throughSoftmax ? softmaxOf(operand(operands, 0)) : operand(operands, 0);
  const sum = (p: TensorData, label: TensorData, sign: 1 | -1) => {
    const [batch, classes] = matrixSides(p);
    let total = 0;
    for (let i = 0; i < p.values.length; i += 1) total += (at(p, i) + sign * oneHotAt(label, i, classes)) ** 2;
    return scalar(total / batch);
  };
  const gradient = (p: TensorData, label: TensorData, upstream: number, sign: 1 | -1) => {
    const [batch, classes] = matrixSides(p);
    const outer = build(p.shape, (i) => (2 * upstream * (at(p, i) + sign * oneHotAt(label, i, classes))) / batch);
    if (!throughSoftmax) return outer;
    return softmaxVjp(p, outer, sign);
  };
  return {
    operands: [2, 2],
    isLoss: true,
    apply: (operands) => sum(scores(operands), operand(operands, 1), -1),
    applyScale: (scales, operands) =>
      sum(throughSoftmax ? scores(operands) : operand(scales, 0), operand(operands, 1), 1),
    vjp: ({ operands, upstream }) => gradient(scores(operands), operand(operands, 1), at(upstream, 0), -1),
    vjpScale: ({ operands, scales, upstream }) => {
      const p = throughSoftmax ? scores(operands) : operand(scales, 0);
      return gradient(p, operand(operands, 1), at(upstream, 0), 1);
    },
  };
}

/** Mean of -log softmax(logits)[label]; its gradient is (softmax - onehot) / B. */
export const crossEntropy: Op = {
  operands: [2, 2],
  isLoss: true,
  apply: (operands) => {
    const logits = operand(operands, 0);
    const label = operand(operands, 1);
    const [batch, classes] = matrixSides(logits);
    let sum = 0;
    for (let row = 0; row < batch; row += 1) sum -= logSoftmaxAt(logits, row * classes, classes, at(label, row));
    return scalar(sum / batch);
  },
  applyScale: (scales, operands) => {
    const [batch, classes] = matrixSides(operand(operands, 0));
    let sum = 0;
    for (let row = 0; row < batch; row += 1) {
      const start = row * classes;
      const loss = -logSoftmaxAt(operand(operands, 0), start, classes, at(operand(operands, 1), row));
      sum += loss + at(operand(scales, 0), start + at(operand(operands, 1), row));
    }
    return scalar(sum / batch);
  },
  vjp: ({ operands, upstream }) => crossEntropyVjp(operands, at(upstream, 0), -1),
  vjpScale: ({ operands, upstream }) => crossEntropyVjp(operands, at(upstream, 0), 1),
};

function crossEntropyVjp(operands: readonly TensorData[], upstream: number, sign: 1 | -1): TensorData {
  const p = softmaxOf(operand(operands, 0));
  const [batch, classes] = matrixSides(p);
  return build(p.shape, (i) => (upstream * (at(p, i) + sign * oneHotAt(operand(operands, 1), i, classes))) / batch);
}

export const halfSquaredError = squared(0.5);
export const squaredError = squared(1);
export const brier = oneHotSquared(true);
export const oneHotL2 = oneHotSquared(false);
