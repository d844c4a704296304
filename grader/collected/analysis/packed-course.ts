/**
 * The features of the course's images as a few tensors, in which they are sent to the decoder: as JSON, reading those of
 * 1,800 images takes longer than decoding 100 images. What was packed must be unpacked unchanged.
 */
import type { PackedCourse } from '../../protocol/data-set.js';
import type { DType, TensorData, TensorValues } from '../../tensor/tensor.js';
import type { CourseLook } from './course.js';

const DIGEST_BYTES = 16;

/** null for no images. All have features of the same sizes. */
export function packCourse(looks: readonly CourseLook[]): PackedCourse | null {
  const [first] = looks;
  if (first === undefined) return null;
  const count = looks.length;
  const sets = [...new Set(looks.map(({ set }) => set))];
  const numbers = (valueOf: (look: CourseLook) => number): TensorData => ({
    dtype: 'int32',
    shape: [count],
    values: Int32Array.from(looks, valueOf),
  });
  const tensors = {
    set: numbers(({ set }) => sets.indexOf(set)),
    at: numbers(({ at }) => at),
    label: numbers(({ label }) => label),
    digest: rows(
      'uint8',
      new Uint8Array(count * DIGEST_BYTES),
      looks.map(({ digest }) => Buffer.from(digest, 'hex')),
    ),
    cells: rows(
      'uint8',
      new Uint8Array(count * first.cells.length),
      looks.map(({ cells }) => cells),
    ),
    bands: rows(
      'int32',
      new Int32Array(count * first.bands.length),
      looks.map(({ bands }) => bands),
    ),
    middle: rows(
      'uint8',
      new Uint8Array(count * first.middle.length),
      looks.map(({ middle }) => middle),
    ),
  };
  return { sets, tensors };
}

export function unpackCourse(packed: PackedCourse | null): CourseLook[] {
  if (packed === null) return [];
  const { sets, tensors } = packed;
  const { set, at, label, digest, cells, bands, middle } = tensors;
  return Array.from({ length: at.values.length }, (_, index) => ({
    set: sets[set.values[index] ?? 0] ?? '',
    at: at.values[index] ?? 0,
    label: label.values[index] ?? 0,
    digest: Buffer.from(rowOf(Uint8Array, digest, index)).toString('hex'),
    cells: rowOf(Uint8Array, cells, index),
    bands: rowOf(Int32Array, bands, index),
    middle: rowOf(Uint8Array, middle, index),
  }));
}

function rows(dtype: DType, values: TensorValues, all: readonly ArrayLike<number>[]): TensorData {
  const length = values.length / all.length;
  for (const [index, one] of all.entries()) values.set(one, index * length);
  return { dtype, shape: [all.length, length], values };
}

/** A view of the tensor. */
function rowOf<T extends Uint8Array | Int32Array>(
  View: new (buffer: ArrayBufferLike, offset: number, length: number) => T,
  { shape: [, length = 0], values }: TensorData,
  index: number,
): T {
  return new View(values.buffer, values.byteOffset + index * length * values.BYTES_PER_ELEMENT, length);
}
