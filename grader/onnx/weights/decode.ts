/**
 * Decodes the weights of a model.json as tf.js does (`decodeWeights` of tfjs-core): plain, or quantised to 8 or 16 bits
 * or to float16. Relies on the reader having compared sizes with the files; a weight that does not fit throws.
 */
import { sizeOf } from '../../tensor/tensor.js';
import { field, textField } from '../../text/fields.js';
import { bytesOfType } from '../../translation/files.js';
import { Untranslatable } from '../../translation/untranslatable.js';
import type { Numbers } from '../building/arrays.js';

export interface Weight {
  readonly shape: readonly number[];
  readonly values: Numbers;
}

/** Where a weight is and what it is, before it is decoded. */
export interface Place {
  readonly name: string;
  readonly spec: unknown;
  readonly shape: readonly number[];
  readonly start: number;
  readonly end: number;
}

/** The places of all weights in their data, one after the other. */
export function placesOf(specs: readonly unknown[], data: ArrayBuffer): Place[] {
  let start = 0;
  return specs.map((spec) => {
    const [name, dtype] = [textField(spec, 'name') ?? '', textField(spec, 'dtype') ?? ''];
    const shape = field(spec, 'shape');
    if (!isShape(shape)) throw new Untranslatable(`the weight ${name} without a shape`);
    const stored = textField(field(spec, 'quantization'), 'dtype') ?? dtype;
    const end = start + sizeOf(shape) * bytesOfType(stored);
    if (!(end <= data.byteLength)) throw new Untranslatable(`the weight ${name} of type ${stored}`);
    const place = { name, spec, shape, start, end };
    start = end;
    return place;
  });
}

function isShape(shape: unknown): shape is readonly number[] {
  return Array.isArray(shape) && shape.every((side) => Number.isSafeInteger(side) && side >= 0);
}

export function decode({ name, spec, shape, start, end }: Place, data: ArrayBuffer): Weight {
  const dtype = textField(spec, 'dtype') ?? '';
  const quantization = field(spec, 'quantization');
  const stored = textField(quantization, 'dtype') ?? dtype;
  const raw = viewOf(stored, data, start, end);
  const values = raw === null ? null : valuesOf(raw, dtype, stored, quantization);
  if (values !== null) return { shape, values };
  throw new Untranslatable(`the weight ${name} of type ${dtype}, stored as ${stored}`);
}

/** null for a combination that tf.js does not have. */
function valuesOf(raw: Numbers | Uint16Array, dtype: string, stored: string, quantization: unknown): Numbers | null {
  if (quantization === undefined) return raw instanceof Uint16Array || dtype !== stored ? null : raw;
  if (stored === 'float16') return dtype === 'float32' ? fromHalves(raw) : null;
  const [scale, min] = [field(quantization, 'scale'), field(quantization, 'min')];
  if (typeof scale !== 'number' || typeof min !== 'number' || !/^uint(?:8|16)$/.test(stored)) return null;
  if (dtype === 'float32') return Float32Array.from(raw, (value) => value * scale + min);
  return dtype === 'int32' ? Int32Array.from(raw, (value) => Math.round(value * scale + min)) : null;
}

/** Without a copy where the bytes lie as the processor needs them. */
function viewOf(stored: string, data: ArrayBuffer, start: number, end: number): Numbers | Uint16Array | null {
  const isAligned = start % 4 === 0;
  const [buffer, from] = isAligned ? [data, start] : [data.slice(start, end), 0];
  const bytes = end - start;
  switch (stored) {
    case 'float32':
      return new Float32Array(buffer, from, bytes / 4);
    case 'int32':
      return new Int32Array(buffer, from, bytes / 4);
    case 'bool':
    case 'uint8':
      return new Uint8Array(buffer, from, bytes);
    case 'float16':
    case 'uint16':
      return new Uint16Array(buffer, from, bytes / 2);
    default:
      return null;
  }
}

/** IEEE 754 half precision. */
function fromHalves(halves: ArrayLike<number>): Float32Array {
  const values = new Float32Array(halves.length);
  for (let at = 0; at < halves.length; at += 1) {
    const bits = halves[at] ?? 0;
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) values[at] = sign * fraction * 2 ** -24;
    else if (exponent === 31) values[at] = fraction === 0 ? sign * Infinity : NaN;
    else values[at] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return values;
}
