/** Reads one image file of an instructor. What is wrong with it is a sentence, so that all faults are told at once. */
import { readFile } from 'node:fs/promises';
import { GraderError } from '../errors.js';
import type { ImageShape } from '../tensor/images.js';
import { decodePicture } from './picture.js';
import { refusePointer } from './pointers.js';

/** The bytes of the file, or a sentence that names it. Throws DATA_MISSING for a pointer of Git LFS. */
export async function bytesIn(path: string): Promise<Uint8Array | string> {
  try {
    return refusePointer(path, await readFile(path));
  } catch (error) {
    if (error instanceof GraderError) throw error;
    return `cannot read ${path}`;
  }
}

/** The pixels, or a sentence that names the file. Throws DATA_MISSING for a pointer of Git LFS. */
export async function pixelsIn(path: string, shape: ImageShape): Promise<Uint8Array | string> {
  const bytes = await bytesIn(path);
  if (typeof bytes === 'string') return bytes;
  const picture = await decodePicture(bytes, shape);
  return 'found' in picture ? `${path} ${picture.found}` : picture.pixels;
}
