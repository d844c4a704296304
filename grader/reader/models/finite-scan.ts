/**
 * Counts the values that make a model unusable, in weights that are given as the bytes of their files in order: values
 * that are not finite, before or after dequantisation, and variances without a square root. Pure; keeps at most one
 * element.
 */
import type { WeightSpec } from './manifest.js';

/** The exponent bits, all of them ones in NaN and the infinities. */
const EXPONENT_32 = 0x7f800000;
const EXPONENT_16 = 0x7c00;
/** The fraction bits, none of which is set in an infinity. */
const FRACTION_32 = 0x7fffff;
const FRACTION_16 = 0x3ff;

export interface ScannedWeight extends WeightSpec {
  /** Values below it are counted as well; null if there is no bound. */
  readonly least: number | null;
  /** A constant that was not trained: infinities are intended, and only NaN is counted. */
  readonly mayBeInfinite: boolean;
}

export interface BadValues {
  readonly name: string;
  readonly count: number;
  readonly kind: 'not-finite' | 'scaled' | 'negative';
  readonly least: number | null;
}

type Elements = Uint8Array | Uint16Array | Uint32Array;

export class FiniteScan {
  private readonly weights: readonly ScannedWeight[];
  private readonly broken: number[];
  private readonly low: number[];
  private index = -1;
  private left = 0;
  private width = 1;
  /** Bytes of an element that started in the last chunk. */
  private carry: Buffer = Buffer.alloc(0);

  constructor(weights: readonly ScannedWeight[]) {
    this.weights = weights;
    this.broken = weights.map(() => 0);
    this.low = weights.map(() => 0);
  }

  /** The next bytes of the group's files; bytes after the last weight are ignored. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.byteLength) {
      const weight = this.left === 0 ? this.next() : this.weights[this.index];
      if (weight === undefined) return;
      const end = at + Math.min(this.left, chunk.byteLength - at);
      this.left -= end - at;
      this.count(weight, chunk.subarray(at, end));
      at = end;
    }
  }

  /** Weights with such values, in the order of the file. */
  found(): readonly BadValues[] {
    return this.weights.flatMap(({ name, scaling, least }, index): BadValues[] => {
      const [broken = 0, low = 0] = [this.broken[index], this.low[index]];
      if (broken > 0) return [{ name, count: broken, kind: scaling === null ? 'not-finite' : 'scaled', least }];
      return low > 0 ? [{ name, count: low, kind: 'negative', least }] : [];
    });
  }

  /** Goes to the next weight that has bytes. */
  private next(): ScannedWeight | undefined {
    do this.index += 1;
    while (this.weights[this.index]?.bytes === 0);
    const weight = this.weights[this.index];
    if (weight === undefined) return undefined;
    this.left = weight.bytes;
    this.width = widthOf(weight);
    this.carry = Buffer.alloc(0);
    return weight;
  }

  private count(weight: ScannedWeight, bytes: Uint8Array): void {
    if (!canBeBad(weight)) return;
    const all = this.carry.byteLength === 0 ? bytes : Buffer.concat([this.carry, bytes]);
    const whole = all.byteLength - (all.byteLength % this.width);
    // A copy: typed arrays need their own alignment. Weights are little-endian, as is every machine that Node runs on.
    const { buffer } = Uint8Array.from(all.subarray(0, whole));
    this.carry = Buffer.from(all.subarray(whole));
    const elements =
      this.width === 4 ? new Uint32Array(buffer) : this.width === 2 ? new Uint16Array(buffer) : new Uint8Array(buffer);
    this.broken[this.index] = (this.broken[this.index] ?? 0) + countBroken(weight, elements);
    if (weight.least === null) return;
    this.low[this.index] = (this.low[this.index] ?? 0) + countBelow(weight, elements, weight.least);
  }
}

function widthOf({ stored }: WeightSpec): number {
  if (stored === 'float32' || stored === 'int32') return 4;
  return stored === 'float16' || stored === 'uint16' ? 2 : 1;
}

/** Whether its values have to be checked: integers that are not scaled, or scaled within bounds, are all finite. */
function canBeBad(weight: ScannedWeight): boolean {
  const { stored, scaling, least } = weight;
  if (stored === 'float32' || stored === 'float16') return true;
  if (scaling === null) return false;
  const ends = [valueOf(weight, 0), valueOf(weight, stored === 'uint8' ? 0xff : 0xffff)];
  return !ends.every((value) => Number.isFinite(value) && (least === null || value >= least));
}

function countBroken(weight: ScannedWeight, elements: Elements): number {
  let count = 0;
  if (weight.scaling !== null) {
    for (const element of elements) if (!Number.isFinite(valueOf(weight, element))) count += 1;
    return count;
  }
  const mask = weight.stored === 'float32' ? EXPONENT_32 : EXPONENT_16;
  const fraction = weight.stored === 'float32' ? FRACTION_32 : FRACTION_16;
  for (const element of elements) {
    if ((element & mask) === mask && !(weight.mayBeInfinite && (element & fraction) === 0)) count += 1;
  }
  return count;
}

function countBelow(weight: ScannedWeight, elements: Elements, least: number): number {
  if (elements instanceof Uint32Array) {
    return new Float32Array(elements.buffer).reduce((count, value) => count + (value < least ? 1 : 0), 0);
  }
  let count = 0;
  for (const element of elements) if (valueOf(weight, element) < least) count += 1;
  return count;
}

/** The value that tf.js computes from a stored one of one or two bytes. */
function valueOf({ scaling, dtype }: ScannedWeight, element: number): number {
  if (scaling === null) return half(element);
  const value = element * scaling.scale + scaling.min;
  return dtype === 'float32' ? Math.fround(value) : value;
}

/** The value of a float16. */
function half(bits: number): number {
  const [exponent, fraction] = [(bits & EXPONENT_16) >> 10, bits & FRACTION_16];
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}
