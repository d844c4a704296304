/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy, 2015): y = gamma (x - mean) / sqrt(variance + eps)
 * + beta. `batch-norm` takes mean and variance as operands, as a trained network does; `batch-norm-training` uses those
 * of the batch (the variance is divided by the number of elements) and passes gradients back through both.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { at, build, matrixSides, operand, type Op, type VjpCall } from './op.js';

/** The default of Keras. That of torch.nn.BatchNorm differs; a rubric can set it. */
const EPSILON = 1e-3;

const inverse = (variance: TensorData, channel: number, { epsilon = EPSILON }: NetworkNode) =>
  1 / Math.sqrt(at(variance, channel) + epsilon);

/** Sums a value of each element over all axes but the last. */
function sumsOf(x: TensorData, value: (index: number) => number): TensorData {
  const [, channels] = matrixSides(x);
  const sums = build([channels], () => 0);
  for (let index = 0; index < x.values.length; index += 1) {
    const channel = index % channels;
    sums.values[channel] = at(sums, channel) + value(index);
  }
  return sums;
}

function normalise(operands: readonly TensorData[], variance: TensorData, node: NetworkNode, sign: number): TensorData {
  const [x, mean] = [operand(operands, 0), operand(operands, 1)];
  const [gamma, beta] = [operand(operands, 3), operand(operands, 4)];
  const [, channels] = matrixSides(x);
  return build(x.shape, (index) => {
    const channel = index % channels;
    const centred = at(x, index) + sign * at(mean, channel);
    return at(gamma, channel) * centred * inverse(variance, channel, node) + at(beta, channel);
  });
}

/** Operands x, mean, variance, gamma, beta. `from` contains these or their scales; `sign` is +1 for scales. */
function gradient(call: VjpCall, from: readonly TensorData[], sign: number): TensorData {
  const { node, operands, upstream, index } = call;
  const variance = operand(operands, 2);
  const [x, mean, gamma] = [operand(from, 0), operand(from, 1), operand(from, 3)];
  const [, channels] = matrixSides(x);
  const centred = (flat: number) => at(x, flat) + sign * at(mean, flat % channels);
  const inv = (flat: number) => inverse(variance, flat % channels, node);
  switch (index) {
    case 0:
      return build(x.shape, (flat) => at(upstream, flat) * at(gamma, flat % channels) * inv(flat));
    case 1:
      return sumsOf(x, (flat) => sign * at(upstream, flat) * at(gamma, flat % channels) * inv(flat));
    case 2:
      return sumsOf(
        x,
        (flat) => (sign * (at(upstream, flat) * at(gamma, flat % channels) * centred(flat) * inv(flat) ** 3)) / 2,
      );
    case 3:
      return sumsOf(x, (flat) => at(upstream, flat) * centred(flat) * inv(flat));
    default:
      return sumsOf(x, (flat) => at(upstream, flat));
  }
}

export const batchNorm: Op = {
  operands: [5, 5],
  isLoss: false,
  apply: (operands, node) => normalise(operands, operand(operands, 2), node, -1),
  applyScale: (scales, operands, node) => normalise(scales, operand(operands, 2), node, 1),
  vjp: (call) => gradient(call, call.operands, -1),
  vjpScale: (call) => gradient(call, call.scales, 1),
};

interface Statistics {
  readonly mean: TensorData;
  readonly variance: TensorData;
  /** The number of elements of a channel. */
  readonly count: number;
}

function statisticsOf(x: TensorData): Statistics {
  const [count, channels] = matrixSides(x);
  const mean = sumsOf(x, (index) => at(x, index) / count);
  const variance = sumsOf(x, (index) => (at(x, index) - at(mean, index % channels)) ** 2 / count);
  return { mean, variance, count };
}

/** dx = gamma / sigma (g - mean(g) - xhat mean(g xhat)); for scales all signs are positive. */
function trainingGradient(call: VjpCall, from: readonly TensorData[], sign: number): TensorData {
  const { node, operands, upstream, index } = call;
  const { variance, count } = statisticsOf(operand(operands, 0));
  const [x, gamma] = [operand(from, 0), operand(from, 1)];
  const [, channels] = matrixSides(x);
  const mean = sumsOf(x, (flat) => at(x, flat) / count);
  const normalised = (flat: number) =>
    (at(x, flat) + sign * at(mean, flat % channels)) * inverse(variance, flat % channels, node);
  if (index === 2) return sumsOf(x, (flat) => at(upstream, flat));
  const weighted = sumsOf(x, (flat) => at(upstream, flat) * normalised(flat));
  if (index === 1) return weighted;
  const total = sumsOf(x, (flat) => at(upstream, flat));
  return build(x.shape, (flat) => {
    const channel = flat % channels;
    const moved = (at(total, channel) + normalised(flat) * at(weighted, channel)) / count;
    return at(gamma, channel) * inverse(variance, channel, node) * (at(upstream, flat) + sign * moved);
  });
}

function withStatistics(from: readonly TensorData[], { mean, variance }: Statistics): readonly TensorData[] {
  return [operand(from, 0), mean, variance, operand(from, 1), operand(from, 2)];
}

export const batchNormTraining: Op = {
  operands: [3, 3],
  isLoss: false,
  apply: (operands, node) => {
    const statistics = statisticsOf(operand(operands, 0));
    return normalise(withStatistics(operands, statistics), statistics.variance, node, -1);
  },
  applyScale: (scales, operands, node) => {
    const { variance, count } = statisticsOf(operand(operands, 0));
    const x = operand(scales, 0);
    const mean = sumsOf(x, (index) => at(x, index) / count);
    return normalise(withStatistics(scales, { mean, variance, count }), variance, node, 1);
  },
  vjp: (call) => trainingGradient(call, call.operands, -1),
  vjpScale: (call) => trainingGradient(call, call.scales, 1),
};
