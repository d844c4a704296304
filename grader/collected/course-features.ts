/**
 * The features of the course's images, for the program that compares students' images with them. They are kept in the
 * cache, by the pixels and by the programs that compute them; labels and names of sets are not.
 */
import { createHash } from 'node:crypto';
import { NO_CACHE, type Cache } from '../cache/blobs.js';
import type { PackedCourse } from '../protocol/data-set.js';
import { encodeFrame, FrameDecoder, packTensors, TensorReader } from '../protocol/frames.js';
import { programsDigest } from '../sandbox/kits/kit.js';
import { imageShapeOf, type ImageSize } from '../tensor/images.js';
import type { TensorData } from '../tensor/tensor.js';
import { courseLooks, type CourseLook, type CourseSet } from './analysis/course.js';
import { packCourse, unpackCourse } from './analysis/packed-course.js';

/** null for no images. */
export async function courseFeatures(
  sets: readonly CourseSet[],
  size: ImageSize,
  cache: Cache = NO_CACHE,
): Promise<PackedCourse | null> {
  const looks: CourseLook[] = [];
  for (const set of sets) {
    const features = await featuresOf(set, size, cache);
    looks.push(...features.map((one, at) => ({ ...one, set: set.name, at, label: set.labels[at] ?? 0 })));
  }
  return packCourse(looks);
}

/** As of images without a name and a label. */
async function featuresOf(set: CourseSet, size: ImageSize, cache: Cache): Promise<readonly CourseLook[]> {
  const { width, height } = imageShapeOf(size);
  const hash = createHash('sha256').update(JSON.stringify([programsDigest(), width, height, set.labels.length]));
  const name = { what: 'looks', from: hash.update(set.pixels).digest('hex') };
  const kept = await cache.recall(name);
  if (kept !== null) return unpackCourse(readFeatures(kept));
  const looks = courseLooks([{ ...set, name: '', labels: new Uint8Array(set.labels.length) }], size);
  const packed = packCourse(looks);
  if (packed !== null) {
    const { headers, body } = packTensors(packed.tensors);
    await cache.remember(name, encodeFrame(headers, body));
  }
  return looks;
}

/** Relies on bytes that are as they were written, which the cache sees to. */
function readFeatures(bytes: Uint8Array): PackedCourse {
  const decoder = new FrameDecoder({ headerBytes: bytes.length, bodyBytes: bytes.length });
  const [frame] = decoder.push(bytes);
  if (frame === undefined) throw new Error('the features that were kept are not whole');
  const reader = new TensorReader(frame.body);
  const headers = Object.entries(frame.header as Readonly<Record<keyof PackedCourse['tensors'], unknown>>);
  const tensors = headers.map(([name, header]): [string, TensorData] => [name, reader.read(header, name)]);
  return { sets: [''], tensors: Object.fromEntries(tensors) as unknown as PackedCourse['tensors'] };
}
