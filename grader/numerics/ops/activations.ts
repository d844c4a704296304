/**
 * Element-wise activations. The slope of relu and leaky relu at exactly 0 is that of the negative side, as in tf.js and
 * PyTorch.
 */
import type { NetworkNode } from '../../schema/network.js';
import { at, build, operand, type Op, type SlopeRule } from './op.js';

export interface Activation {
  value(z: number, node: NetworkNode): number;
  /** f'(z), where `value` is f(z). */
  slope(z: number, value: number, node: NetworkNode): number;
  /** True for activations with a kink at 0. */
  readonly kinked: boolean;
}

/** The activations with a kink at 0. */
export const RECTIFIERS: readonly NetworkNode['op'][] = ['relu', 'leaky-relu'];

export const isRectifier = (op: NetworkNode['op']): boolean => RECTIFIERS.includes(op);

/** As in torch.nn.LeakyReLU. */
const LEAKY_SLOPE = 0.01;

/** The slope of an activation with a kink on its negative side. */
export function slopeBelow({ op, slope = LEAKY_SLOPE }: NetworkNode): number {
  return op === 'leaky-relu' ? slope : 0;
}

/** The operation of an activation. */
export function elementwise(activation: Activation): Op {
  const slopeAt = (node: NetworkNode, z: number, value: number, index: number, rule?: SlopeRule) => {
    const usual = activation.slope(z, value, node);
    return activation.kinked && rule !== undefined ? rule(node, z, index, usual) : usual;
  };
  return {
    operands: [1, 1],
    isLoss: false,
    apply: (operands, node) => {
      const z = operand(operands, 0);
      return build(z.shape, (index) => activation.value(at(z, index), node));
    },
    // the rounding error of f(z) is that of z times the slope; for bounded f it is at most |f|
    applyScale: (scales, operands, node) => {
      const z = operand(operands, 0);
      return build(z.shape, (index) => {
        const value = activation.value(at(z, index), node);
        const slope = Math.abs(activation.slope(at(z, index), value, node));
        return Math.max(Math.abs(value), slope * at(operand(scales, 0), index));
      });
    },
    vjp: ({ node, operands, output, upstream, slope }) => {
      const z = operand(operands, 0);
      return build(
        z.shape,
        (index) => at(upstream, index) * slopeAt(node, at(z, index), at(output, index), index, slope),
      );
    },
    vjpScale: ({ node, operands, output, upstream, slope }) => {
      const z = operand(operands, 0);
      return build(
        z.shape,
        (index) => at(upstream, index) * Math.abs(slopeAt(node, at(z, index), at(output, index), index, slope)),
      );
    },
  };
}

export const relu = elementwise({
  value: (z) => (z > 0 ? z : z === 0 || z < 0 ? 0 : NaN),
  slope: (z) => (z > 0 ? 1 : 0),
  kinked: true,
});

export const leakyRelu = elementwise({
  value: (z, node) => (z > 0 ? z : (node.slope ?? LEAKY_SLOPE) * z),
  slope: (z, _value, node) => (z > 0 ? 1 : (node.slope ?? LEAKY_SLOPE)),
  kinked: true,
});

/** 1 / (1 + exp(-z)), where exp does not overflow. */
export function sigmoidOf(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

export const sigmoid = elementwise({
  value: (z) => sigmoidOf(z),
  slope: (_z, value) => value * (1 - value),
  kinked: false,
});

export const tanh = elementwise({
  value: (z) => Math.tanh(z),
  slope: (_z, value) => 1 - value * value,
  kinked: false,
});
