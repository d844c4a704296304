/** The picture of an example of a data set: its pixels before scaling, reduced. */
import type { TensorData } from '../../tensor/tensor.js';
import { pictureOf, type PngPicture } from '../../tensor/picture.js';

/** By the pixels of a set: a class has many who mistake the same image. */
const known = new WeakMap<object, Map<number, PngPicture>>();

/** null if there is no such example, or the examples are not images. */
export function examplePicture({ shape, values }: TensorData, index: number): PngPicture | null {
  const [count = 0, height, width, channels] = shape;
  const isImage = values instanceof Uint8Array && height !== undefined && width !== undefined;
  if (!isImage || (channels !== 1 && channels !== 3) || index < 0 || index >= count) return null;
  const size = height * width * channels;
  const kept = known.get(values) ?? new Map<number, PngPicture>();
  const picture =
    kept.get(index) ??
    pictureOf({ width, height, channels, pixels: values.subarray(index * size, (index + 1) * size) });
  known.set(values, kept.set(index, picture));
  return picture;
}
