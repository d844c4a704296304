/** A rule of onnx/work/ for one operation: the sides of its first result and its multiply-adds, or `uncounted`. */
import type { OnnxAttribute } from '../../grader/onnx/format/model.js';
import { WorkCall, type Rule } from '../../grader/onnx/work/call.js';
import { Uncounted, checkedResult, type Result, type Sized } from '../../grader/onnx/work/sized.js';
import { node } from './onnx-models.js';

export type Attributes = Readonly<Record<string, OnnxAttribute>>;

export const int = (value: number): OnnxAttribute => ({ kind: 'int', value });
export const ints = (...values: readonly number[]): OnnxAttribute => ({ kind: 'ints', values });
export const text = (value: string): OnnxAttribute => ({ kind: 'string', value });

/** Sides alone, or whole numbers that are known: `{ whole: [2, -1] }`; null is an operand that is left out. */
export type Operand = readonly number[] | { readonly whole: readonly number[] } | null;

const sized = (operand: Operand): Sized | null => {
  if (operand === null) return null;
  if ('whole' in operand) return { sides: [operand.whole.length], whole: operand.whole, isFed: true };
  return { sides: operand, isFed: true };
};

interface Ruled {
  readonly results: readonly Result[];
  readonly macs: number;
}

export function ruled(
  rules: Readonly<Record<string, Rule>>,
  operator: string,
  operands: readonly Operand[],
  attributes: Attributes = {},
  outputs = 1,
): Ruled | 'uncounted' {
  const names = operands.map((_, at) => `x${String(at)}`);
  const call = new WorkCall(
    node(
      operator,
      names,
      Array.from({ length: outputs }, (_, at) => `y${String(at)}`),
      attributes,
    ),
    operands.map(sized),
  );
  try {
    const results = (rules[operator] as Rule)(call).map(checkedResult);
    return { results, macs: call.macs };
  } catch (cause) {
    if (cause instanceof Uncounted) return 'uncounted';
    throw cause;
  }
}

/** `[1, 4, 6, 6] 3888`, or `uncounted`. */
export function told(...parts: Parameters<typeof ruled>): string {
  const found = ruled(...parts);
  return found === 'uncounted' ? found : `[${found.results[0]?.sides.join(', ') ?? ''}] ${String(found.macs)}`;
}
