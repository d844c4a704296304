/** The cache in a real folder: what was kept is found again, and whatever cannot be trusted is not. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cacheContents, folderCache, NO_CACHE, userCache } from '../../../grader/cache/blobs.js';
import { cacheFault, cacheFolder } from '../../../grader/cache/folder.js';
import { recall, remember } from '../../../grader/cache/facts.js';
import { makeFolder, removeFolders } from '../../support/folders.js';
import { makeReadOnly, mountDisk, testUnless, unmountDisk, whyNoDisk } from '../../support/where-possible.js';

const before = process.env['XDG_CACHE_HOME'];
let home: string;
beforeEach(() => {
  home = makeFolder();
  process.env['XDG_CACHE_HOME'] = home;
});
afterEach(() => {
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
});
afterAll(removeFolders);

const name = (digit: string) => ({ what: 'pixels', from: digit.repeat(64) });
const bytes = (...values: number[]) => Uint8Array.from(values);
const folder = () => join(home, 'tuxgrade', 'data');
const only = () => join(folder(), readdirSync(folder())[0] ?? '');

describe('what was kept', () => {
  test('is found under its name, and under no other', async () => {
    await userCache().remember(name('a'), bytes(1, 2, 3));
    expect([...((await userCache().recall(name('a'))) ?? [])]).toEqual([1, 2, 3]);
    expect(await userCache().recall(name('b'))).toBeNull();
    expect(await userCache().recall({ what: 'looks', from: 'a'.repeat(64) })).toBeNull();
    expect(await cacheContents()).toEqual({ files: 1, bytes: 35 });
  });

  test('is found empty too, and replaced', async () => {
    await userCache().remember(name('a'), bytes());
    expect((await userCache().recall(name('a')))?.length).toBe(0);
    await userCache().remember(name('a'), bytes(7));
    expect([...((await userCache().recall(name('a'))) ?? [])]).toEqual([7]);
  });

  test.each([0, 31, 32, 34])('is not used with a flipped bit at byte %i', async (at) => {
    await userCache().remember(name('a'), bytes(1, 2, 3));
    const damaged = readFileSync(only());
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(only(), damaged);
    expect(await userCache().recall(name('a'))).toBeNull();
  });

  test.each([0, 10, 34])('is not used cut to %i bytes', async (length) => {
    await userCache().remember(name('a'), bytes(1, 2, 3));
    truncateSync(only(), length);
    expect(await userCache().recall(name('a'))).toBeNull();
  });

  test('is not used if others could write to it, or to a folder above it', async () => {
    for (const path of [only, folder, () => join(home, 'tuxgrade')]) {
      await userCache().remember(name('a'), bytes(1));
      const place = path();
      const mode = place.includes('pixels') ? 0o600 : 0o700;
      chmodSync(place, mode | 0o020);
      expect(await userCache().recall(name('a'))).toBeNull();
      chmodSync(place, mode);
      expect(await userCache().recall(name('a'))).not.toBeNull();
    }
  });

  test('is not used as a link to a file elsewhere', async () => {
    await userCache().remember(name('a'), bytes(1));
    const elsewhere = join(makeFolder(), 'file');
    writeFileSync(elsewhere, readFileSync(only()), { mode: 0o600 });
    symlinkSync(elsewhere, join(folder(), `pixels-${'b'.repeat(64)}`));
    expect(await userCache().recall(name('b'))).toBeNull();
  });

  testUnless(process.getuid?.() === 0 ? null : 'only root can give files away', 'a cache of another user')(
    'is not used if it belongs to another user',
    async () => {
      await userCache().remember(name('a'), bytes(1));
      chownSync(only(), 12345, 12345);
      expect(await userCache().recall(name('a'))).toBeNull();
      chownSync(folder(), 12345, 12345);
      await userCache().remember(name('b'), bytes(1));
      expect(await userCache().recall(name('b'))).toBeNull();
      expect(cacheFolder('data')).toMatchObject({ ok: false, problem: expect.stringContaining('other users') });
    },
  );
});

describe('a cache that cannot be used', () => {
  test('is as good as none where a file is in its place', async () => {
    writeFileSync(join(home, 'tuxgrade'), 'a file');
    await userCache().remember(name('a'), bytes(1));
    expect(await userCache().recall(name('a'))).toBeNull();
    expect(cacheFolder().ok).toBe(false);
    remember('fact', ['x'], 'y');
    expect(recall('fact', ['x'])).toBeNull();
  });

  test('can be none', async () => {
    await NO_CACHE.remember(name('a'), bytes(1));
    expect(await NO_CACHE.recall(name('a'))).toBeNull();
  });

  test('is told as one: a folder that takes no files', () => {
    mkdirSync(join(home, 'full'));
    expect(cacheFault(join(home, 'full'))).toBeNull();
    expect(readdirSync(join(home, 'full'))).toEqual([]);
    expect(cacheFault(join(home, 'missing'))).toMatch(/cannot be written \(ENOENT\)$/);
  });
});

testUnless(whyNoDisk(), 'a cache on a full disk')(
  'a full disk: nothing is kept, nothing is left, and it is told',
  async () => {
    mkdirSync(join(home, 'tuxgrade'), { mode: 0o700 });
    mountDisk(join(home, 'tuxgrade'), '64k');
    try {
      chmodSync(join(home, 'tuxgrade'), 0o700);
      await userCache().remember(name('a'), new Uint8Array(200_000));
      expect(await userCache().recall(name('a'))).toBeNull();
      expect(readdirSync(folder())).toEqual([]);
      expect(() => {
        writeFileSync(join(home, 'tuxgrade', 'filler'), new Uint8Array(200_000));
      }).toThrow('ENOSPC');
      expect(cacheFault(join(home, 'tuxgrade'))).toMatch(/cannot be written \(ENOSPC\)$/);
    } finally {
      unmountDisk(join(home, 'tuxgrade'));
    }
  },
);

testUnless(whyNoDisk(), 'a cache that is read-only')(
  'a read-only folder: what is there is found, nothing is kept, and it is told',
  async () => {
    mkdirSync(join(home, 'tuxgrade'), { mode: 0o700 });
    mountDisk(join(home, 'tuxgrade'), '64k');
    try {
      chmodSync(join(home, 'tuxgrade'), 0o700);
      await userCache().remember(name('a'), bytes(1, 2));
      makeReadOnly(join(home, 'tuxgrade'));
      await userCache().remember(name('b'), bytes(3));
      expect(await userCache().recall(name('a'))).toEqual(Buffer.of(1, 2));
      expect(await userCache().recall(name('b'))).toBeNull();
      expect(cacheFault(join(home, 'tuxgrade'))).toMatch(/cannot be written \(EROFS\)$/);
    } finally {
      unmountDisk(join(home, 'tuxgrade'));
    }
  },
);

describe('too much', () => {
  const day = (at: number) => new Date(2026, 0, at);
  /** As if it had last been used on that day. */
  async function keptOn(at: number, digit: string, cache = userCache(150)): Promise<void> {
    await cache.remember(name(digit), new Uint8Array(18));
    utimesSync(join(folder(), `pixels-${digit.repeat(64)}`), day(at), day(at));
  }

  test('the least recently used goes first', async () => {
    await keptOn(1, 'a');
    await keptOn(2, 'b');
    // used again
    expect(await userCache(150).recall(name('a'))).not.toBeNull();
    await userCache(150).remember(name('c'), new Uint8Array(18));
    await userCache(150).remember(name('d'), new Uint8Array(18));
    const there = await Promise.all(['a', 'b', 'c', 'd'].map((digit) => userCache(150).recall(name(digit))));
    expect(there.map((one) => one !== null)).toEqual([true, false, true, true]);
  });

  test('what is larger than all of it is not kept', async () => {
    await userCache(150).remember(name('a'), new Uint8Array(151));
    expect(await userCache(150).recall(name('a'))).toBeNull();
  });
});

test('a folder of a run keeps what anybody wrote who may write there, but nothing that is damaged', async () => {
  const cache = folderCache(join(home, 'run', 'evaluations'));
  await cache.remember(name('a'), bytes(5));
  const path = join(home, 'run', 'evaluations', `pixels-${'a'.repeat(64)}`);
  chmodSync(path, 0o666);
  expect([...((await cache.recall(name('a'))) ?? [])]).toEqual([5]);
  writeFileSync(path, 'other');
  expect(await cache.recall(name('a'))).toBeNull();
});

test.each(['', 'caches'])('XDG_CACHE_HOME=%s is no place: it is not a path from the root', (named) => {
  process.env['XDG_CACHE_HOME'] = named;
  const found = cacheFolder();
  expect(found.ok ? isAbsolute(found.path) : found.problem).not.toBe(false);
  expect(existsSync(join(named, 'tuxgrade'))).toBe(false);
});

test('a name that would lead elsewhere is refused', async () => {
  await expect(userCache().recall({ what: '../x', from: 'a'.repeat(64) })).rejects.toThrow('cannot be the name');
});
