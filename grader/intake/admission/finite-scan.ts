/** Counts values that are not finite in weights, given as their files' bytes in order. Pure; keeps one element at most. */
import type { WeightSpec } from './manifest.js';

/** Exponent bits that are all ones: NaN and the infinities. */
const EXPONENT_32 = 0x7f800000;
const EXPONENT_16 = 0x7c00;

export interface NotFinite {
  readonly name: string;
  readonly count: number;
}

export class FiniteScan {
  private readonly weights: readonly WeightSpec[];
  private readonly counts: number[];
  private index = -1;
  private left = 0;
  private width = 1;
  /** Bytes of an element that the last chunk began. */
  private carry: Buffer = Buffer.alloc(0);

  constructor(weights: readonly WeightSpec[]) {
    this.weights = weights;
    this.counts = weights.map(() => 0);
  }

  /** The next bytes of the group's files; bytes after the last weight are ignored. */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.byteLength) {
      if (this.left === 0 && !this.next()) return;
      const end = at + Math.min(this.left, chunk.byteLength - at);
      this.left -= end - at;
      this.count(chunk.subarray(at, end));
      at = end;
    }
  }

  /** Weights with values that are not finite, in the order of the file. */
  found(): readonly NotFinite[] {
    return this.weights.flatMap((weight, index) => {
      const count = this.counts[index] ?? 0;
      return count === 0 || weight.optimizer ? [] : [{ name: weight.name, count }];
    });
  }

  /** Steps to the next weight that takes bytes. */
  private next(): boolean {
    do this.index += 1;
    while (this.weights[this.index]?.bytes === 0);
    const weight = this.weights[this.index];
    if (weight === undefined) return false;
    this.left = weight.bytes;
    this.width = weight.stored === 'float32' ? 4 : weight.stored === 'float16' ? 2 : 1;
    this.carry = Buffer.alloc(0);
    return true;
  }

  private count(bytes: Uint8Array): void {
    if (this.width === 1) return;
    const all = this.carry.byteLength === 0 ? bytes : Buffer.concat([this.carry, bytes]);
    const whole = all.byteLength - (all.byteLength % this.width);
    // A copy: typed arrays need their own alignment. Weights are little-endian, as is every machine that Node runs on.
    const copy = Uint8Array.from(all.subarray(0, whole));
    const mask = this.width === 4 ? EXPONENT_32 : EXPONENT_16;
    const elements =
      this.width === 4 ? new Uint32Array(copy.buffer, 0, whole / 4) : new Uint16Array(copy.buffer, 0, whole / 2);
    let count = 0;
    for (const element of elements) if ((element & mask) === mask) count += 1;
    this.counts[this.index] = (this.counts[this.index] ?? 0) + count;
    this.carry = Buffer.from(all.subarray(whole));
  }
}
