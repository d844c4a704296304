/** Pixels of a folder, decoded or from the cache: equal, decoded again when a file changes, and without labels. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import sharp from 'sharp';
import type { Cache } from '../../../grader/cache/blobs.js';
import { loadImages } from '../../../grader/images/load-images.js';
import { makeFolder, removeFolders, writeFiles } from '../../support/folders.js';

afterAll(removeFolders);

const FORMAT = { classes: ['tux', 'bonus'], side: 4 };

const image = (grey: number) =>
  sharp({ create: { width: 4, height: 4, channels: 3, background: { r: grey, g: grey, b: 9 } } })
    .png()
    .toBuffer();

async function folder(): Promise<string> {
  const files = {
    'a.png': await image(10),
    'b.png': await image(20),
    'labels.csv': 'file,label\na.png,tux\nb.png,bonus\n',
  };
  return writeFiles(makeFolder(), files);
}

/** What was asked for and what was kept; answers come from `kept`. */
function watched() {
  const kept = new Map<string, Uint8Array>();
  let hits = 0;
  const cache: Cache = {
    recall: ({ what, from }) => {
      const found = kept.get(`${what}-${from}`) ?? null;
      if (found !== null) hits += 1;
      return Promise.resolve(found);
    },
    remember: ({ what, from }, bytes) => {
      kept.set(`${what}-${from}`, bytes);
      return Promise.resolve();
    },
  };
  return { cache, kept, hits: () => hits };
}

describe('with a cache', () => {
  test('the second time gives the same pixels without decoding', async () => {
    const [path, { cache, kept, hits }] = [await folder(), watched()];
    const first = await loadImages(path, FORMAT, cache);
    expect([first.pixels[0], first.pixels[48], hits()]).toEqual([10, 20, 0]);
    // if it were decoded again, this would not be seen
    for (const bytes of kept.values()) bytes[0] = 77;
    const second = await loadImages(path, FORMAT, cache);
    expect([second.pixels[0], second.pixels[48], hits()]).toEqual([77, 20, 1]);
    expect(second.labels).toEqual(first.labels);
  });

  test('pixels are kept, labels are not', async () => {
    const { cache, kept } = watched();
    const { pixels } = await loadImages(await folder(), FORMAT, cache);
    expect([...kept.values()]).toEqual([pixels]);
  });

  test('a changed image, another order and another size are decoded', async () => {
    const [path, { cache, kept, hits }] = [await folder(), watched()];
    await loadImages(path, FORMAT, cache);
    writeFileSync(join(path, 'a.png'), await image(30));
    expect((await loadImages(path, FORMAT, cache)).pixels[0]).toBe(30);
    const csv = join(path, 'labels.csv');
    const [head = '', a = '', b = ''] = readFileSync(csv, 'utf8').trim().split('\n');
    writeFileSync(csv, [head, b, a].join('\n'));
    expect((await loadImages(path, FORMAT, cache)).pixels[0]).toBe(20);
    await expect(loadImages(path, { ...FORMAT, side: 5 }, cache)).rejects.toThrow('4 x 4');
    expect([hits(), kept.size]).toEqual([0, 3]);
  });

  test('a folder with a broken image is told each time, and nothing of it is kept', async () => {
    const [path, { cache, kept }] = [await folder(), watched()];
    writeFileSync(join(path, 'b.png'), 'not an image');
    for (let time = 0; time < 2; time += 1) {
      await expect(loadImages(path, FORMAT, cache)).rejects.toThrow('b.png is not an image');
    }
    expect(kept.size).toBe(0);
  });

  test('what was kept of another length is not used', async () => {
    const [path, { cache, kept }] = [await folder(), watched()];
    await loadImages(path, FORMAT, cache);
    for (const name of kept.keys()) kept.set(name, new Uint8Array(3));
    expect((await loadImages(path, FORMAT, cache)).pixels[0]).toBe(10);
  });
});

test('a set with one image that only sharp reads is kept too, and its pixels are the same', async () => {
  const [path, { cache, kept, hits }] = [await folder(), watched()];
  const profiled = sharp(await image(20)).withIccProfile('srgb');
  writeFileSync(join(path, 'b.png'), await profiled.png().toBuffer());
  const first = await loadImages(path, FORMAT, cache);
  expect([first.pixels[48], kept.size, hits()]).toEqual([20, 1, 0]);
  for (const bytes of kept.values()) bytes[0] = 77;
  const second = await loadImages(path, FORMAT, cache);
  expect([second.pixels[0], second.pixels[48], hits()]).toEqual([77, 20, 1]);
});
