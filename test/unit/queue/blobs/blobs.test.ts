/** Pieces in a real folder, with a key, and with the cache of a machine: what is damaged is fetched again, and then told. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { NO_CACHE, userCache } from '../../../../grader/cache/blobs.js';
import { blobsIn, type Blobs } from '../../../../grader/queue/blobs/blobs.js';
import { openFolderStore } from '../../../../grader/queue/blobs/folder-store.js';
import type { BlobStore } from '../../../../grader/queue/blobs/store.js';
import { sealWith } from '../../../../grader/queue/seal.js';
import { makeFolder, removeFolders } from '../../../support/folders.js';
import { makeReadOnly, mountDisk, testUnless, unmountDisk, whyNoDisk } from '../../../support/where-possible.js';

const before = process.env['XDG_CACHE_HOME'];
const seal = sealWith(Buffer.alloc(32, 1));
const content = Buffer.from('the rubric with its right answers');
let folder: string;
let store: BlobStore;
let home: string;

beforeEach(async () => {
  folder = makeFolder();
  store = await openFolderStore(folder);
  home = makeFolder();
  process.env['XDG_CACHE_HOME'] = home;
});
afterEach(() => {
  if (before === undefined) Reflect.deleteProperty(process.env, 'XDG_CACHE_HOME');
  else process.env['XDG_CACHE_HOME'] = before;
});
afterAll(removeFolders);

const blobs = (cache = NO_CACHE): Blobs => blobsIn({ store, seal, cache });
const pathOf = (digest = '') => join(folder, 'pieces', digest.slice(0, 2), digest);
const cached = () => join(home, 'tuxgrade', 'data');

/** The same store, counting what is fetched; `damagedTimes` answers are cut. */
function counting(damagedTimes = 0) {
  let fetched = 0;
  const get = async (name: string) => {
    fetched += 1;
    const bytes = await store.get(name);
    return fetched <= damagedTimes ? (bytes?.subarray(0, 3) ?? null) : bytes;
  };
  return { store: { ...store, get }, fetched: () => fetched };
}

describe('pieces', () => {
  test('come back as they were, sealed in the store, once for the same content', async () => {
    const pieces = await blobs().put('rubric', content);
    expect(await blobs().get('rubric', pieces)).toEqual(content);
    expect(await blobs().put('rubric', content)).toEqual(pieces);
    expect(readFileSync(pathOf(pieces[0])).includes('right answers')).toBe(false);
    expect(await blobs().get('rubric', await blobs().put('rubric', Buffer.alloc(0)))).toEqual(Buffer.alloc(0));
  });

  test('of a large content are several, in order', async () => {
    const large = Buffer.alloc((32 << 20) + 5, 'abcdefg');
    const pieces = await blobs().put('submission', large);
    expect(pieces).toHaveLength(2);
    expect(Buffer.compare(await blobs().get('submission', pieces), large)).toBe(0);
    const turned = await blobs().get('submission', [...pieces].reverse());
    expect(Buffer.compare(turned, large)).not.toBe(0);
  });

  test('for one use cannot be read for another: a submission is neither a rubric nor a report', async () => {
    const pieces = await blobs().put('submission', content);
    for (const use of ['rubric', 'ungraded a', 'ungraded '] as const) {
      await expect(blobs().get(use, pieces)).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('sealed with another key, or for something else') as unknown,
      });
    }
    const ungraded = await blobs().put('ungraded a', content);
    await expect(blobs().get('ungraded b', ungraded)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('of another key are told', async () => {
    const other = blobsIn({ store, seal: sealWith(Buffer.alloc(32, 2)), cache: NO_CACHE });
    await expect(other.get('rubric', await blobs().put('rubric', content))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      advice: expect.stringContaining('the same TUXGRADE_QUEUE_KEY') as unknown,
    });
  });

  test('that arrive damaged are fetched again, and then told', async () => {
    const pieces = await blobs().put('rubric', content);
    const once = counting(1);
    expect(await blobsIn({ store: once.store, seal, cache: NO_CACHE }).get('rubric', pieces)).toEqual(content);
    expect(once.fetched()).toBe(2);
    for (const damage of ['', 'x', `${readFileSync(pathOf(pieces[0]), 'latin1')}x`]) {
      writeFileSync(pathOf(pieces[0]), damage, 'latin1');
      await expect(blobs().get('rubric', pieces)).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('does not have its digest: it is damaged or was changed') as unknown,
      });
    }
    rmSync(pathOf(pieces[0]));
    await expect(blobs().get('rubric', pieces)).rejects.toThrow('is missing');
  });

  test('that lie there damaged are repaired by whoever puts them again', async () => {
    const pieces = await blobs().put('rubric', content);
    writeFileSync(pathOf(pieces[0]), '');
    expect(await blobs().put('rubric', content)).toEqual(pieces);
    expect(await blobs().get('rubric', pieces)).toEqual(content);
  });
});

describe('with the cache of a machine', () => {
  test('a piece is fetched once, and kept sealed', async () => {
    const pieces = await blobs().put('rubric', content);
    const counted = counting();
    const get = () => blobsIn({ store: counted.store, seal, cache: userCache() }).get('rubric', pieces);
    expect([await get(), await get(), counted.fetched()]).toEqual([content, content, 1]);
    const [name = ''] = readdirSync(cached());
    expect(readFileSync(join(cached(), name)).includes('right answers')).toBe(false);
    // the store is not needed any more
    rmSync(pathOf(pieces[0]));
    expect(await get()).toEqual(content);
  });

  test('a damaged entry, and one of another content, are fetched again and replaced', async () => {
    const pieces = await blobs().put('rubric', content);
    const counted = counting();
    const get = () => blobsIn({ store: counted.store, seal, cache: userCache() }).get('rubric', pieces);
    await get();
    const path = join(cached(), readdirSync(cached())[0] ?? '');
    const kept = readFileSync(path);
    writeFileSync(path, kept.subarray(0, 40));
    expect([await get(), counted.fetched()]).toEqual([content, 2]);
    await userCache().remember(
      { what: 'piece', from: pieces[0] ?? '' },
      seal.close('piece for rubric', Buffer.from('?')),
    );
    expect([await get(), counted.fetched()]).toEqual([content, 3]);
    expect(readFileSync(path)).toEqual(kept);
  });

  test('two workers that fetch, keep and remove at once do not disturb each other, and the bound holds', async () => {
    const contents = Array.from({ length: 12 }, (_, at) => Buffer.alloc(10_000, at));
    const all = await Promise.all(contents.map((one) => blobs().put('rubric', one)));
    const workers = Array.from({ length: 4 }, () => blobs(userCache(35_000)));
    for (let round = 0; round < 3; round += 1) {
      const got = await Promise.all(workers.flatMap((one) => all.map((pieces) => one.get('rubric', pieces))));
      expect(got.every((one, at) => one.equals(contents[at % contents.length] ?? content))).toBe(true);
    }
    await userCache(35_000).remember({ what: 'piece', from: 'a'.repeat(64) }, Buffer.alloc(10));
    const sizes = readdirSync(cached()).map((name) => readFileSync(join(cached(), name)).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(35_000);
    expect(readdirSync(cached()).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  testUnless(whyNoDisk(), 'pieces with a cache that is full or read-only')(
    'a full and a read-only folder do no harm',
    async () => {
      const large = Buffer.alloc(200_000, 1);
      const pieces = await blobs().put('rubric', large);
      mkdirSync(join(home, 'tuxgrade'), { mode: 0o700 });
      mountDisk(join(home, 'tuxgrade'), '64k');
      try {
        expect((await blobs(userCache()).get('rubric', pieces)).equals(large)).toBe(true);
        makeReadOnly(join(home, 'tuxgrade'));
        expect((await blobs(userCache()).get('rubric', pieces)).equals(large)).toBe(true);
        expect(existsSync(cached()) ? readdirSync(cached()) : []).toEqual([]);
      } finally {
        unmountDisk(join(home, 'tuxgrade'));
      }
    },
  );
});
