/** Answers are found by everything that was asked, and by nothing else. */
import { expect, test } from '@jest/globals';
import type { Cache } from '../../../grader/cache/blobs.js';
import { evaluationsIn } from '../../../grader/kept/evaluations.js';

/** A cache that is a map, so that its contents can be looked at. */
function mapCache(): { cache: Cache; map: Map<string, Uint8Array> } {
  const map = new Map<string, Uint8Array>();
  const keyOf = ({ what, from }: { what: string; from: string }) => `${what} ${from}`;
  const cache: Cache = {
    recall: (name) => Promise.resolve(map.get(keyOf(name)) ?? null),
    remember: (name, bytes) => {
      map.set(keyOf(name), bytes);
      return Promise.resolve();
    },
  };
  return { cache, map };
}

const ASKED = { model: ['net', [['weights.bin', 'abc']]], probes: [{ input: Uint8Array.of(1, 2), divisor: 255 }] };
const ANSWER = { outcomes: [{ values: Float32Array.of(0.5, NaN, -Infinity) }], backend: 'onnx', spread: Infinity };

test('an answer comes back as it was, odd numbers and arrays included', async () => {
  const kept = evaluationsIn(mapCache().cache);
  await kept.remember(ASKED, ANSWER);
  expect(await kept.recall(structuredClone(ASKED))).toEqual(ANSWER);
});

test.each([
  ['another weight', { ...ASKED, model: ['net', [['weights.bin', 'abd']]] }],
  ['another pixel', { ...ASKED, probes: [{ input: Uint8Array.of(1, 3), divisor: 255 }] }],
  ['another scaling', { ...ASKED, probes: [{ input: Uint8Array.of(1, 2), divisor: 1 }] }],
  ['something more', { ...ASKED, limits: { modelMs: 1 } }],
])('there is none for %s', async (_name, asked) => {
  const kept = evaluationsIn(mapCache().cache);
  await kept.remember(ASKED, ANSWER);
  expect(await kept.recall(asked)).toBeNull();
});

test('bytes that are not what was written are no answer', async () => {
  const { cache, map } = mapCache();
  const kept = evaluationsIn(cache);
  await kept.remember(ASKED, ANSWER);
  for (const [name, bytes] of map) map.set(name, bytes.subarray(0, bytes.length - 9));
  expect(await kept.recall(ASKED)).toBeNull();
});
