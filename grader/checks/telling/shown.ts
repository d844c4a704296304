/** Numbers and tensors as a report holds them: JSON has no NaN, and large tensors are not listed. */
import type { ShownTensor, Value } from '../../schema/evidence.js';
import { MOST_LISTED } from '../../schema/most-listed.js';
import type { TensorData } from '../../tensor/tensor.js';

/** Digits that a reader can compare, and that keep a report small. */
const DIGITS = 7;

/** The number to seven significant digits, or its name if it is not finite. */
export function valueOf(number: number): Value {
  if (Number.isNaN(number)) return 'NaN';
  if (!Number.isFinite(number)) return number > 0 ? 'Infinity' : '-Infinity';
  // JSON has no -0 either
  return Number(number.toPrecision(DIGITS)) || 0;
}

/** With its values if there are few. */
export function shownTensor({ shape, values }: TensorData): ShownTensor {
  if (values.length > MOST_LISTED) return { shape: [...shape] };
  return { shape: [...shape], values: Array.from(values, valueOf) };
}
