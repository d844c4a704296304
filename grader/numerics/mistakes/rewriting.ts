/** The shapes that rewrite rules have in common: another call in both passes, or the gradient of one operand made otherwise. */
import type { NetworkNode } from '../../schema/network.js';
import type { TensorData } from '../../tensor/tensor.js';
import { build, type ApplyCall, type BackwardCall, type Rewrite } from '../ops/op.js';
import type { Where } from './mistake.js';

/** What a call is calculated with. */
type Parts = Pick<ApplyCall, 'node' | 'operands'>;

/** The same operation with another node or other operands, forward and backward. */
export function calledWith(change: (call: Parts) => Partial<Parts>): (where: Where) => Rewrite {
  return (where) => ({
    forward: (call, usual) => usual(where(call.node) ? { ...call, ...change(call) } : call),
    backward: (call, usual) => usual(where(call.node) ? { ...call, ...change(call) } : call),
  });
}

/** Another operation with the same operands, forward and backward. */
export function withOp(op: NetworkNode['op']): (where: Where) => Rewrite {
  return calledWith(({ node }) => ({ node: { ...node, op } }));
}

/** The gradient of one operand of a node, made otherwise. */
export function share(
  index: number,
  change: (call: BackwardCall, usual: (call: BackwardCall) => TensorData | null) => TensorData | null,
): (where: Where) => Rewrite {
  return (where) => ({
    backward: (call, usual) => (call.index === index && where(call.node) ? change(call, usual) : usual(call)),
  });
}

/** The operands with one of them changed. */
export function withOperand(
  operands: readonly TensorData[],
  place: number,
  change: (one: TensorData) => TensorData,
): readonly TensorData[] {
  return operands.map((one, index) => (index === place ? change(one) : one));
}

export const zerosLike = ({ shape }: TensorData) => build(shape, () => 0);
