/**
 * Decodes the images of an instructor's folder, or takes their pixels from the cache: under the digest of everything
 * that they depend on, so that a changed file is decoded again. Labels and class maps must not be kept there.
 */
import { createHash } from 'node:crypto';
import type { Cache } from '../cache/blobs.js';
import { bytesOfImage, type ImageShape } from '../tensor/images.js';
import type { DataFaults } from './faults.js';
import { bytesIn, pixelsOf } from './image-file.js';
import { decodePlain, decoderVersion, plainVersion } from './picture.js';

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
  const length = files.length * bytesOfImage(shape);
  const kept: Kept = { cache, files: digestOfFiles(files, shape), length };
  const plain = await throughCache(kept, plainVersion(), () => plainPixels(files, shape));
  if (plain !== null) return plain;
  const pixels = new Uint8Array(length);
  const decoded = await throughCache(kept, await decoderVersion(), async () => {
    const isWhole = await decodeInto(pixels, { paths, files, shape, faults });
    return isWhole ? pixels : null;
  });
  return decoded ?? pixels;
}

type Files = readonly (Uint8Array | string)[];

interface Kept {
  readonly cache: Cache;
  /** The digest of the files, and of the shape that their images should have. */
  readonly files: string;
  /** Of all pixels. */
  readonly length: number;
}

/** What this decoder made of these files before, or what it makes now, which is then kept unless it is null. */
async function throughCache(
  { cache, files, length }: Kept,
  version: string,
  decode: () => Uint8Array | null | Promise<Uint8Array | null>,
): Promise<Uint8Array | null> {
  const from = createHash('sha256')
    .update(JSON.stringify([version, files]))
    .digest('hex');
  const name = { what: 'pixels', from };
  const known = await cache.recall(name);
  if (known?.length === length) return known;
  const pixels = await decode();
  if (pixels !== null) await cache.remember(name, pixels);
  return pixels;
}

/** null if one of them is not of the usual kind. */
function plainPixels(files: Files, shape: ImageShape): Uint8Array | null {
  const size = bytesOfImage(shape);
  const pixels = new Uint8Array(files.length * size);
  for (const [at, bytes] of files.entries()) {
    const image = typeof bytes === 'string' ? null : decodePlain(bytes, shape);
    if (image === null) return null;
    pixels.set(image, at * size);
  }
  return pixels;
}

interface Decoding {
  readonly paths: readonly string[];
  readonly files: Files;
  readonly shape: ImageShape;
  readonly faults: DataFaults;
}

/** Whether there was no fault. */
async function decodeInto(pixels: Uint8Array, { paths, files, shape, faults }: Decoding): Promise<boolean> {
  const size = bytesOfImage(shape);
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
  return isWhole;
}

/** sha256 (hex) over everything that pixels depend on, but for what decodes them. */
function digestOfFiles(files: Files, { width, height, channels }: ImageShape): string {
  const hash = createHash('sha256').update(JSON.stringify([width, height, channels, files.length]));
  for (const bytes of files) hash.update(`\n${String(bytes.length)}\n`).update(bytes);
  return hash.digest('hex');
}
