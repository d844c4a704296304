/** What an operation of Keras 3 works on: tensors and constants. */
import type { JsonRecord } from '../../../text/fields.js';
import type { Constant, GraphBuilder } from '../../building/graph.js';
import type { Value } from '../../building/values.js';

export type Operand = Value | Constant;

export interface Operation {
  readonly graph: GraphBuilder;
  /** Keys in camelCase. */
  readonly settings: JsonRecord;
  readonly operands: readonly Operand[];
  readonly refuse: (why: string) => Error;
}

export type OperationRule = (operation: Operation) => Value;

export const isValue = (operand: Operand | undefined): operand is Value => operand !== undefined && 'name' in operand;

/** The only operand. */
export function onlyValue({ operands, refuse }: Operation): Value {
  const [x] = operands;
  if (operands.length === 1 && isValue(x)) return x;
  throw refuse('with operands other than one tensor');
}

export function allValues({ operands, refuse }: Operation): readonly Value[] {
  if (operands.length > 0 && operands.every(isValue)) return operands;
  throw refuse('with operands that are not tensors');
}

/** A constant with an axis for each of an example: NumPy adds axes in front. */
export function aligned(constant: Constant, rank: number): Constant | null {
  const missing = rank - constant.shape.length;
  if (missing < 0) return null;
  return { values: constant.values, shape: [...Array.from({ length: missing }, () => 1), ...constant.shape] };
}
