/**
 * Loads an instructor's images with their class maps: a folder of PNG files, and in masks/ an 8-bit grey PNG of the same
 * name for each, whose values are class numbers. Nothing is resized or converted: a map must be exact. Must not be used
 * for students' images, which are decoded in the sandbox.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../errors.js';
import { IGNORED } from '../tensor/class-maps.js';
import { NO_CACHE, type Cache } from '../cache/blobs.js';
import { imageShapeOf, type ImageShape } from '../tensor/images.js';
import { checkClassList } from './class-list.js';
import { decodeMask } from './decode-mask.js';
import { DataFaults, dataMissing } from './faults.js';
import { decodeAll } from './decode-all.js';
import { bytesIn } from './image-file.js';
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

/** Throws DATA_MISSING, naming the files. The pixels are kept in the cache; class maps are not. */
export async function loadSegmentation(
  folder: string,
  format: ImageFormat,
  cache: Cache = NO_CACHE,
): Promise<SegmentedImages> {
  const faults = new DataFaults();
  const names = await namesIn(folder, faults);
  await checkClassList(folder, format.classes, faults);
  const shape = imageShapeOf(format);
  const area = shape.width * shape.height;
  const paths = names.map((name) => join(folder, name));
  const pixels = await decodeAll(paths, shape, faults, cache);
  const maps = new Uint8Array(names.length * area);
  for (let start = 0; start < names.length; start += AT_ONCE) {
    const some = names.slice(start, start + AT_ONCE).map((name) => readMap(folder, name, shape, format.classes));
    for (const [offset, map] of (await Promise.all(some)).entries()) {
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

/** The class map of an image, or a sentence if it is faulty. */
async function readMap(
  folder: string,
  name: string,
  shape: ImageShape,
  classes: readonly string[],
): Promise<Uint8Array | string> {
  const path = join(folder, MASKS, name);
  const mask = bytesIn(path);
  return typeof mask === 'string' ? mask : await decodeMask(path, mask, shape, classes);
}
