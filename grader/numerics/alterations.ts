/**
 * Defines how well-known mistakes change a calculation. Used by both lists of mistakes: `mistakes.ts`, for a whole
 * calculation, and `slips.ts`, for one step of a chain. Must not contain any wording, which belongs to those lists.
 */
import type { TensorData } from '../tensor/tensor.js';
import { build, type Alteration } from './ops/op.js';
import { transpose } from './shapes.js';

/** Relu passes the gradient on everywhere. */
export const NO_MASK = { slope: () => 1 } satisfies Alteration;

export const REVERSED_MASK = { slope: (_node, _z, _index, usual) => 1 - usual } satisfies Alteration;

export const NO_BIAS = {
  operands: ({ op }, operands) =>
    op === 'linear'
      ? operands.map((operand, index) => (index === 2 ? build(operand.shape, () => 0) : operand))
      : operands,
} satisfies Alteration;

/** Only a square weight can be used transposed without a shape error. */
export const TRANSPOSED_WEIGHT = {
  operands: ({ op }, operands) =>
    op === 'linear'
      ? operands.map((operand, index) => (index === 1 && isSquare(operand) ? transpose(operand) : operand))
      : operands,
} satisfies Alteration;

/** A matrix whose shape allows it to differ from its transpose. */
export function isSquare({ shape }: TensorData): boolean {
  return shape.length === 2 && shape[0] === shape[1] && shape[0] !== 1;
}
