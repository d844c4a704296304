/**
 * One step of a simple recurrent layer: h' = f(x Wx^T + h Wh^T + b) with f tanh or sigmoid, as torch.nn.RNNCell, whose two
 * biases are one here. x [.., D], h [.., H], Wx [H, D], Wh [H, H], b [H]. A sequence is a node for each step.
 */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { sigmoidOf } from './activations.js';
import { linearGradient, linearOf } from './linear.js';
import { at, build, operand, type Op, type VjpCall } from './op.js';

/** x Wx^T + h Wh^T + b for the operands, by their places. */
export function preActivation(
  operands: readonly TensorData[],
  [x, h, wx, wh, b]: readonly [number, number, number, number, number],
): TensorData {
  const fromInput = linearOf(operand(operands, x), operand(operands, wx), operand(operands, b));
  const fromState = linearOf(operand(operands, h), operand(operands, wh), undefined);
  return build(fromInput.shape, (index) => at(fromInput, index) + at(fromState, index));
}

/** The gradient of operand `index` given that of the pre-activation. */
export function preActivationGradient(
  operands: readonly TensorData[],
  [x, h, wx, wh]: readonly [number, number, number, number, number],
  upstream: TensorData,
  index: number,
): TensorData {
  const isState = index === h || index === wh;
  const [value, weight] = isState
    ? [operand(operands, h), operand(operands, wh)]
    : [operand(operands, x), operand(operands, wx)];
  const place = index === x || index === h ? 0 : index === wx || index === wh ? 1 : 2;
  return linearGradient(value, weight, upstream, place);
}

const PLACES = [0, 1, 2, 3, 4] as const;

const valueOf = (z: number, { activation }: NetworkNode) => (activation === 'sigmoid' ? sigmoidOf(z) : Math.tanh(z));
/** f'(z), where `value` is f(z). */
const slopeOf = (value: number, { activation }: NetworkNode) =>
  activation === 'sigmoid' ? value * (1 - value) : 1 - value * value;

function gradient({ node, output, upstream, index }: VjpCall, from: readonly TensorData[]): TensorData {
  const dz = build(output.shape, (flat) => at(upstream, flat) * slopeOf(at(output, flat), node));
  return preActivationGradient(from, PLACES, dz, index);
}

export const rnnStep: Op = {
  operands: [5, 5],
  isLoss: false,
  apply: (operands, node) => {
    const z = preActivation(operands, PLACES);
    return build(z.shape, (index) => valueOf(at(z, index), node));
  },
  // as of any activation: that of z times the slope, but not less than the value
  applyScale: (scales, operands, node) => {
    const [z, scale] = [preActivation(operands, PLACES), preActivation(scales, PLACES)];
    return build(z.shape, (index) => {
      const value = valueOf(at(z, index), node);
      return Math.max(Math.abs(value), slopeOf(value, node) * at(scale, index));
    });
  },
  vjp: (call) => gradient(call, call.operands),
  vjpScale: (call) => gradient(call, call.scales),
};
