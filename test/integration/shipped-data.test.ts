/** The order in which a rubric's images are shown to models, and the remark on images that ship with tuxgrade. */
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { orderByPixels } from '../../grader/images/order.js';
import { readImages, readSegmentation } from '../../grader/rubric/data.js';
import { IMAGE_CLASSES } from '../../grader/protocol/data-set.js';
import type { ExampleSet } from '../../grader/stages/resolved.js';
import { tellShipped } from '../../grader/rubric/shipped-data.js';
import { makeFolder, removeFolders } from '../support/folders.js';

afterAll(removeFolders);

const HELDOUT = 'fixtures/supertux/heldout';
const readSet = (path: string) => readImages({ kind: 'images', path, classes: [...IMAGE_CLASSES], side: 64 }, path);
const told = (set: ExampleSet, name = 'heldout') => tellShipped({ data: new Map([[name, set]]) });

test('the committed held-out images are recognised by their digest, in any order', async () => {
  const set = await readSet(HELDOUT);
  const sentence =
    'the held-out images are those that ship with tuxgrade: a student may have trained on them; use --data heldout=DIR';
  expect(told(set)).toEqual([sentence]);
  const folder = join(makeFolder(), 'shuffled');
  cpSync(HELDOUT, folder, { recursive: true });
  const [head = '', ...rows] = readFileSync(join(HELDOUT, 'labels.csv'), 'utf8').trim().split('\n');
  writeFileSync(join(folder, 'labels.csv'), `${[head, ...rows.reverse()].join('\n')}\n`);
  const shuffled = await readSet(folder);
  expect(shuffled.digest).toBe(set.digest);
  expect([...shuffled.labels]).toEqual([...set.labels]);
  expect(told(await readSet('fixtures/supertux/valid'))).toEqual([]);
});

test('so are the committed held-out images with class maps', async () => {
  const path = 'fixtures/supertux/segmentation/heldout';
  const classes = ['background', 'tile', 'tux', 'badguy', 'bonus', 'projectile', 'object'];
  const set = await readSegmentation({ kind: 'segmentation', path, classes, side: 64 }, path);
  const sentences = tellShipped({ data: new Map(), segmented: new Map([['heldout', set]]) });
  expect(sentences).toEqual([expect.stringContaining('the held-out images are those that ship with tuxgrade')]);
});

test('images go by the digest of their pixels, and each keeps its label', () => {
  const size = 2 * 2 * 3;
  const pixels = Uint8Array.from({ length: 20 * size }, (_, at) => (Math.floor(at / size) * 37 + 5) % 251);
  const labels = Int32Array.from({ length: 20 }, (_, at) => at);
  const ordered = orderByPixels({ pixels, labels });
  const one = (all: Uint8Array, at: number) => all.subarray(at * size, (at + 1) * size);
  const digests = [...ordered.labels].map((_, at) =>
    createHash('sha256').update(one(ordered.pixels, at)).digest('hex'),
  );
  expect(digests).toEqual([...digests].sort());
  for (const [at, label] of ordered.labels.entries()) expect(one(ordered.pixels, at)).toEqual(one(pixels, label));
  // equal images go by their labels, not by where they were
  const twins = orderByPixels({ pixels: new Uint8Array(3 * size), labels: Int32Array.from([2, 0, 1]) });
  expect([...twins.labels]).toEqual([0, 1, 2]);
});
