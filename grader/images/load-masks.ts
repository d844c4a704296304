/**
 * Loads an instructor's images with their class maps: a folder of PNG files, and in masks/ an 8-bit grey PNG of the same
 * name for each, whose values are class numbers. Nothing is resized or converted: a map must be exact. Must not be used
 * for students' images, which are decoded in the sandbox.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.js';
import { IGNORED } from '../tensor/class-maps.js';
import { bytesOfImage, imageShapeOf, type ImageShape } from '../tensor/images.js';
import { checkClassList } from './class-list.js';
import { decodeMask } from './decode-mask.js';
import { DataFaults, dataMissing } from './faults.js';
import { bytesIn, pixelsIn } from './image-file.js';
import type { ImageFormat } from './load-images.js';
import { MASKS } from './mask-names.js';

export interface SegmentedImages {
  /** [N, height, width, channels], one byte each. */
  readonly pixels: Uint8Array;
  /** [N, height, width]: class numbers, or 255 for pixels that do not count. */
  readonly maps: Uint8Array;
}

/** Files that are decoded concurrently. */
const AT_ONCE = 32;
const ADVICE =
  'Each image is a PNG file in the folder, its class map a grey 8-bit PNG of the same name in masks/: class numbers from 0, 255 for pixels that do not count. Nothing is resized here.';

/** Throws DATA_MISSING, naming the files. */
export async function loadSegmentation(folder: string, format: ImageFormat): Promise<SegmentedImages> {
  const faults = new DataFaults();
  const names = await namesIn(folder, faults);
  await checkClassList(folder, format.classes, faults);
  const shape = imageShapeOf(format);
  const size = bytesOfImage(shape);
  const area = shape.width * shape.height;
  const pixels = new Uint8Array(names.length * size);
  const maps = new Uint8Array(names.length * area);
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const some = names.slice(start, start + AT_ONCE).map((name) => readPair(folder, name, shape, format.classes));
    for (const [offset, { image, map }] of (await Promise.all(some)).entries()) {
      if (typeof image === 'string') faults.add(image);
      else pixels.set(image, (start + offset) * size);
      if (typeof map === 'string') faults.add(map);
      else maps.set(map, (start + offset) * area);
    }
  }
  faults.throwIfAny(ADVICE);
  if (maps.every((label) => label === IGNORED)) {
    throw dataMissing(`${join(folder, MASKS)} has no pixel that counts: all are ${String(IGNORED)}`, ADVICE);
  }
  return { pixels, maps };
}

/** Names of the images; one without a map, or a map without its image, is a fault. */
async function namesIn(folder: string, faults: DataFaults): Promise<readonly string[]> {
  const images = await pngIn(folder);
  if (images.length === 0) throw dataMissing(`${folder} has no PNG files`, ADVICE);
  const masks = await pngIn(join(folder, MASKS));
  const [known, mapped] = [new Set(images), new Set(masks)];
  for (const name of masks.filter((mask) => !known.has(mask))) {
    faults.add(`${join(folder, MASKS, name)} is the class map of ${name}, which is not in ${folder}`);
  }
  for (const name of images.filter((image) => !mapped.has(image))) {
    faults.add(`${join(folder, name)} has no class map: ${join(MASKS, name)} is missing`);
  }
  return images.filter((name) => mapped.has(name));
}

async function pngIn(folder: string): Promise<readonly string[]> {
  try {
    const found = await readdir(folder);
    return found.filter((name) => /\.png$/i.test(name) && !name.startsWith('.')).sort();
  } catch (cause) {
    const why = codeOf(cause) === 'ENOTDIR' ? 'it is not a folder' : 'there is no such folder';
    throw dataMissing(`cannot read ${folder}: ${why}`, ADVICE, cause);
  }
}

type Read = Uint8Array | string;

/** The bytes of an image and of its map, each replaced by a sentence if it is faulty. */
async function readPair(
  folder: string,
  name: string,
  shape: ImageShape,
  classes: readonly string[],
): Promise<{ readonly image: Read; readonly map: Read }> {
  const [path, maskPath] = [join(folder, name), join(folder, MASKS, name)];
  const [image, mask] = await Promise.all([pixelsIn(path, shape), bytesIn(maskPath)]);
  return { image, map: typeof mask === 'string' ? mask : await decodeMask(maskPath, mask, shape, classes) };
}
