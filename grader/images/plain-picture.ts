/**
 * The fast way for an instructor's image: a PNG of the usual kind takes a fifth of the time that sharp takes. Must give the
 * pixels that sharp gives, and must leave to it whatever could change colours (a profile, a gamma) or is damaged.
 */
import { inflateSync } from 'node:zlib';
import type { ImageShape } from '../tensor/images.js';
import { plainPixels } from '../tensor/plain-png.js';
import { chunksOf, headerOf, isPng } from '../tensor/png-chunks.js';

/** They say nothing about colours: the size on paper, remarks, the time. */
const IGNORED: ReadonlySet<string> = new Set(['pHYs', 'tEXt', 'tIME']);

/** [height, width, 3], without alpha; null if the file is for sharp, as is one of another size. */
export function plainPicture(bytes: Uint8Array, { width, height }: Pick<ImageShape, 'width' | 'height'>) {
  const all = isPng(bytes) ? chunksOf(bytes) : 'it is not a PNG file';
  if (typeof all === 'string') return null;
  const chunks = all.filter(({ name }) => !IGNORED.has(name));
  const header = headerOf(chunks[0]);
  if (header?.width !== width || header.height !== height) return null;
  const packed = chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data);
  try {
    // four bytes for a pixel at most, and the filter of each row
    const rows = inflateSync(Buffer.concat(packed), { maxOutputLength: height * (4 * width + 1) });
    return plainPixels(chunks, rows, { width, height })?.pixels ?? null;
  } catch {
    return null;
  }
}
