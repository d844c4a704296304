/**
 * Decodes the images of an instructor's folder, or takes their pixels from the cache: under the digest of everything
 * that they depend on, so that a changed file is decoded again. Labels and class maps must not be kept there.
 */
import { createHash } from 'node:crypto';
import type { Cache } from '../cache/blobs.js';
import { bytesOfImage, type ImageShape } from '../tensor/images.js';
import type { DataFaults } from './faults.js';
import { bytesIn, pixelsOf } from './image-file.js';
import { decoderVersion } from './picture.js';

/** Files that are decoded concurrently. */
const AT_ONCE = 32;

/** The pixels of all images, one after the other; what cannot be read is a fault. */
export async function decodeAll(
  paths: readonly string[],
  shape: ImageShape,
  faults: DataFaults,
  cache: Cache,
): Promise<Uint8Array> {
  const files = paths.map(bytesIn);
  const kept = { what: 'pixels', from: digestOfFiles(files, shape) };
  const size = bytesOfImage(shape);
  const known = await cache.recall(kept);
  if (known?.length === paths.length * size) return known;
  const pixels = new Uint8Array(paths.length * size);
  let isWhole = true;
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    const decoded = paths
      .slice(start, start + AT_ONCE)
      .map((path, offset) => pixelsOf(path, files[start + offset] ?? '', shape));
    for (const [offset, image] of (await Promise.all(decoded)).entries()) {
      if (typeof image !== 'string') pixels.set(image, (start + offset) * size);
      else faults.add(image);
      isWhole &&= typeof image !== 'string';
    }
  }
  if (isWhole) await cache.remember(kept, pixels);
  return pixels;
}

/** sha256 (hex) over everything that pixels depend on. */
function digestOfFiles(files: readonly (Uint8Array | string)[], { width, height, channels }: ImageShape): string {
  const hash = createHash('sha256').update(JSON.stringify([decoderVersion(), width, height, channels, files.length]));
  for (const bytes of files) hash.update(`\n${String(bytes.length)}\n`).update(bytes);
  return hash.digest('hex');
}
