/** Reads one image file of an instructor. What is wrong with it is a sentence, so that all faults are told at once. */
import { readFileSync } from 'node:fs';
import { GraderError } from '../errors.js';
import type { ImageShape } from '../tensor/images.js';
import { decodePicture } from './picture.js';
import { refusePointer } from './pointers.js';

/** The bytes of the file, or a sentence that names it. Throws DATA_MISSING for a pointer of Git LFS. */
export function bytesIn(path: string): Uint8Array | string {
  try {
    // thousands of small files: a promise for each takes ten times as long
    return refusePointer(path, readFileSync(path));
  } catch (error) {
    if (error instanceof GraderError) throw error;
    return `cannot read ${path}`;
  }
}

/** The pixels in the bytes of a file, or a sentence that names it. */
export async function pixelsOf(
  path: string,
  bytes: Uint8Array | string,
  shape: ImageShape,
): Promise<Uint8Array | string> {
  if (typeof bytes === 'string') return bytes;
  const picture = await decodePicture(bytes, shape);
  return 'found' in picture ? `${path} ${picture.found}` : picture.pixels;
}
