/** The course's features, computed or kept: equal, and what is kept has no labels and no names. */
import { expect, test } from '@jest/globals';
import type { Cache } from '../../../grader/cache/blobs.js';
import { courseFeatures } from '../../../grader/collected/course-features.js';
import { courseLooks } from '../../../grader/collected/analysis/course.js';
import { packCourse } from '../../../grader/collected/analysis/packed-course.js';
import { makeRng } from '../../../grader/numerics/rng.js';

const rng = makeRng(5);
const pixelsOf = (count: number) => Uint8Array.from({ length: count * 64 * 64 * 3 }, () => 256 * rng.nextUniform());
const SETS = [
  { name: 'valid', pixels: pixelsOf(3), labels: Int32Array.of(5, 0, 2) },
  { name: 'heldout', pixels: pixelsOf(2), labels: Int32Array.of(1, 1) },
];

function mapCache() {
  const map = new Map<string, Uint8Array>();
  const cache: Cache = {
    recall: ({ from }) => Promise.resolve(map.get(from) ?? null),
    remember: ({ from }, bytes) => {
      map.set(from, Uint8Array.from(bytes));
      return Promise.resolve();
    },
  };
  return { cache, map };
}

test('kept features are those that are computed', async () => {
  const { cache, map } = mapCache();
  const computed = packCourse(courseLooks(SETS, 64));
  expect(await courseFeatures(SETS, 64)).toEqual(computed);
  expect(await courseFeatures(SETS, 64, cache)).toEqual(computed);
  expect(map.size).toBe(2);
  expect(await courseFeatures(SETS, 64, cache)).toEqual(computed);
});

test('other labels and names have the same file', async () => {
  const [one, two] = [mapCache(), mapCache()];
  await courseFeatures(SETS, 64, one.cache);
  const others = SETS.map(({ pixels, labels }) => ({ name: 'x', pixels, labels: labels.map((label) => 5 - label) }));
  await courseFeatures(others, 64, two.cache);
  expect(two.map).toEqual(one.map);
  const again = await courseFeatures(others, 64, one.cache);
  expect([...(again?.tensors.label.values ?? [])]).toEqual([0, 5, 3, 4, 4]);
});

test('another pixel has another file; no images have no features', async () => {
  const { cache, map } = mapCache();
  await courseFeatures(SETS, 64, cache);
  const [first] = SETS;
  const pixels = Uint8Array.from(first?.pixels ?? []);
  pixels[0] = 255 - (pixels[0] ?? 0);
  await courseFeatures([{ name: 'valid', pixels, labels: Int32Array.of(0, 0, 0) }], 64, cache);
  expect(map.size).toBe(3);
  expect(await courseFeatures([], 64, cache)).toBeNull();
});
