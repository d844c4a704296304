/**
 * The features of the course's images as text, for the program that compares students' images with them. They are kept in
 * the cache, by the pixels and by the programs that compute them; labels and names of sets are not.
 */
import { createHash } from 'node:crypto';
import { NO_CACHE, type Cache } from '../cache/blobs.js';
import type { PackedLook } from '../protocol/data-set.js';
import { programsDigest } from '../sandbox/kits/kit.js';
import { imageShapeOf, type ImageSize } from '../tensor/images.js';
import { courseLooks, type CourseSet } from './analysis/course.js';

/** What is kept of an image. */
type Features = Pick<PackedLook, 'digest' | 'cells' | 'middle'>;

export async function packLooks(
  sets: readonly CourseSet[],
  size: ImageSize,
  cache: Cache = NO_CACHE,
): Promise<readonly PackedLook[]> {
  const packed: PackedLook[] = [];
  for (const set of sets) {
    const features = await featuresOf(set, size, cache);
    packed.push(...features.map((one, at) => ({ ...one, set: set.name, at, label: set.labels[at] ?? 0 })));
  }
  return packed;
}

async function featuresOf(set: CourseSet, size: ImageSize, cache: Cache): Promise<readonly Features[]> {
  const { width, height } = imageShapeOf(size);
  const hash = createHash('sha256').update(JSON.stringify([programsDigest(), width, height, set.labels.length]));
  const name = { what: 'looks', from: hash.update(set.pixels).digest('hex') };
  const kept = await cache.recall(name);
  if (kept !== null) return JSON.parse(Buffer.from(kept).toString('utf8')) as readonly Features[];
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const features = courseLooks([set], size).map(({ digest, cells, middle }) => ({
    digest,
    cells: base64(cells),
    middle: base64(middle),
  }));
  await cache.remember(name, Buffer.from(JSON.stringify(features)));
  return features;
}
