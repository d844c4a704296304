/**
 * Counts the values that make a model unusable, in its weights and constants: values that are not finite, and variances
 * without a square root. Pure; copies a small part of a weight at a time.
 */
import type { OnnxTensor } from '../../../onnx/format/model.js';
import type { BadValues } from '../finite-scan.js';

const PART_BYTES = 1 << 20;

/** How a number of a type is recognised as not finite, by its highest word. */
interface Form {
  /** Words of one number, the lowest first. */
  readonly words: 1 | 2;
  readonly width: 2 | 4;
  /** The exponent bits, all of them ones in NaN and the infinities. */
  readonly exponent: number;
  /** The fraction bits of that word, none of which is set in an infinity. */
  readonly fraction: number;
}

const FORMS: Readonly<Partial<Record<OnnxTensor['type'], Form>>> = {
  float32: { words: 1, width: 4, exponent: 0x7f800000, fraction: 0x7fffff },
  float64: { words: 2, width: 4, exponent: 0x7ff00000, fraction: 0xfffff },
  float16: { words: 1, width: 2, exponent: 0x7c00, fraction: 0x3ff },
  bfloat16: { words: 1, width: 2, exponent: 0x7f80, fraction: 0x7f },
};

export interface Bounds {
  /** Values below it are counted as well; null if there is no bound. */
  readonly least: number | null;
  /** A constant that was not trained: infinities are intended, and only NaN is counted. */
  readonly mayBeInfinite: boolean;
}

/** null if there are none. */
export function badValuesIn({ name, type, bytes }: OnnxTensor, { least, mayBeInfinite }: Bounds): BadValues | null {
  const form = FORMS[type];
  if (form === undefined) return null;
  let broken = 0;
  let low = 0;
  for (let start = 0; start < bytes.length; start += PART_BYTES) {
    // a copy: typed arrays need their own alignment
    const part = Uint8Array.from(bytes.subarray(start, start + PART_BYTES));
    broken += countBroken(part, form, mayBeInfinite);
    if (least !== null && type === 'float32') low += countBelow(part, least);
  }
  if (broken > 0) return { name, count: broken, kind: 'not-finite', least };
  return low > 0 ? { name, count: low, kind: 'negative', least } : null;
}

function countBroken({ buffer }: Uint8Array<ArrayBuffer>, form: Form, mayBeInfinite: boolean): number {
  const all = form.width === 4 ? new Uint32Array(buffer) : new Uint16Array(buffer);
  const { words, exponent, fraction } = form;
  let count = 0;
  for (let at = words - 1; at < all.length; at += words) {
    const word = all[at] ?? 0;
    if ((word & exponent) !== exponent) continue;
    const isInfinite = (word & fraction) === 0 && (words === 1 || all[at - 1] === 0);
    if (!(mayBeInfinite && isInfinite)) count += 1;
  }
  return count;
}

function countBelow({ buffer }: Uint8Array<ArrayBuffer>, least: number): number {
  return new Float32Array(buffer).reduce((count, value) => count + (value < least ? 1 : 0), 0);
}
