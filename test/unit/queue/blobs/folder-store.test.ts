/** A store in a real folder, and whatever may become of that folder meanwhile. */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openFolderStore } from '../../../../grader/queue/blobs/folder-store.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';
import { makeReadOnly, mountDisk, testUnless, unmountDisk, whyNoDisk } from '../../../support/where-possible.js';

afterAll(removeFolders);

const bytes = (text: string) => Buffer.from(text);

async function open(folder = makeFolder()) {
  return { folder, store: await openFolderStore(folder) };
}

describe('in a folder', () => {
  test('of 20 that write at once exactly one does, and what it wrote is whole', async () => {
    const { folder, store } = await open();
    const contents = Array.from({ length: 20 }, (_, at) => Buffer.alloc(1 << 20, at));
    const state = { ended: false };
    const seen: (Uint8Array | null)[] = [];
    const reading = (async () => {
      while (!state.ended) seen.push(await store.get('pieces/aa/one'));
    })();
    const wrote = await Promise.all(contents.map((content) => store.putNew('pieces/aa/one', content)));
    state.ended = true;
    await reading;
    expect(wrote.filter(Boolean)).toHaveLength(1);
    const winner = contents[wrote.indexOf(true)] ?? bytes('');
    expect(seen.filter((one) => one !== null && Buffer.compare(one, winner) !== 0)).toEqual([]);
    expect(Buffer.compare((await store.get('pieces/aa/one')) ?? bytes(''), winner)).toBe(0);
    expect(readdirSync(join(folder, 'pieces', 'aa'))).toEqual(['one']);
  });

  test('lists what lies there, replaces it, and shows nothing half-written', async () => {
    const { folder, store } = await open();
    expect([await store.get('a/b'), await store.list('a')]).toEqual([null, []]);
    await store.putNew('a/b', bytes('1'));
    await store.putNew('a/a/c', bytes('2'));
    writeFileSync(join(folder, 'a', '.half-written'), 'x');
    expect(await store.list('a')).toEqual(['a', 'b']);
    await store.replace('a/b', bytes('3'));
    await store.replace('a/new', bytes('4'));
    expect(await store.get('a/b')).toEqual(bytes('3'));
    expect(await store.list('a')).toEqual(['a', 'b', 'new']);
  });

  test('what others left half-written is removed when it is opened, but not what is being written', async () => {
    const { folder } = await open();
    const incoming = join(folder, '.incoming');
    const writing = ['left', 'young', 'next'].map((name) => join(incoming, name));
    for (const path of writing) writeFileSync(path, 'half');
    const hourAgo = Date.now() / 1000 - 3600;
    utimesSync(join(incoming, 'left'), hourAgo - 60, hourAgo - 60);
    utimesSync(join(incoming, 'young'), hourAgo + 60, hourAgo + 60);
    const store = await openFolderStore(folder);
    expect(readdirSync(incoming).sort()).toEqual(['next', 'young']);
    rmSync(incoming, { recursive: true });
    expect(await store.putNew('a/b', bytes('1'))).toBe(true);
    expect(readdirSync(incoming)).toEqual([]);
  });

  test('only its own account reads what is in it', async () => {
    const { folder, store } = await open();
    await store.putNew('a/b', bytes('1'));
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o600);
  });

  test.each(['../x', '/etc/passwd', 'a//b', 'a/../b', '.', '..', '', 'a/', 'A', 'a\0b', 'a b', 'a\\b', '.hidden'])(
    'the name %j is refused',
    async (name) => {
      const { folder, store } = await open();
      const requests = [
        store.get(name),
        store.putNew(name, bytes('')),
        store.replace(name, bytes('')),
        store.list(name),
      ];
      for (const request of requests) await expect(request).rejects.toThrow('cannot be a name in a store');
      expect(readdirSync(folder)).toEqual(['.incoming', 'tuxgrade-store']);
    },
  );
});

describe('a folder that is gone', () => {
  test('is told by every request, and never made again: it may be the place of a disk', async () => {
    const { folder, store } = await open();
    await store.putNew('a/b', bytes('1'));
    const elsewhere = `${folder}-elsewhere`;
    for (const place of ['none', 'empty']) {
      renameSync(folder, elsewhere);
      if (place === 'empty') mkdirSync(folder);
      const requests = [
        store.get('a/b'),
        store.putNew('a/c', bytes('')),
        store.replace('a/b', bytes('')),
        store.list('a'),
      ];
      for (const request of requests) {
        await expect(request).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
          message: `the store ${folder} is not there any more`,
        });
      }
      expect(existsSync(join(folder, 'a'))).toBe(false);
      rmSync(folder, { recursive: true, force: true });
      renameSync(elsewhere, folder);
      expect(await store.get('a/b')).toEqual(bytes('1'));
    }
  });

  test('only in part is written again', async () => {
    const { folder, store } = await open();
    await store.putNew('a/b', bytes('1'));
    rmSync(join(folder, 'a'), { recursive: true });
    expect(await store.get('a/b')).toBeNull();
    expect(await store.putNew('a/b', bytes('2'))).toBe(true);
  });

  test('with a file in its place is told', async () => {
    const { folder, store } = await open();
    writeFiles(folder, { a: 'a file' });
    for (const request of [store.get('a/b'), store.putNew('a/b', bytes('')), store.list('a')]) {
      await expect(request).rejects.toMatchObject({
        message: `the store ${folder} cannot be used: a part of the path is not a folder`,
      });
    }
    await expect(openFolderStore(join(folder, 'a'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(openFolderStore(join(folder, 'none'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
});

testUnless(process.getuid?.() === 0 ? 'root may read and write everything' : null, 'a store without permission')(
  'without permission it says so',
  async () => {
    const { folder, store } = await open();
    await store.putNew('a/b', bytes('1'));
    chmodSync(join(folder, 'a'), 0);
    for (const request of [store.get('a/b'), store.putNew('a/c', bytes(''))]) {
      await expect(request).rejects.toMatchObject({ message: `the store ${folder} cannot be used: no permission` });
    }
    chmodSync(join(folder, 'a'), 0o700);
  },
);

testUnless(whyNoDisk(), 'a store on a full disk, and on one that is read-only')(
  'a full disk and a read-only one are told, nothing half-written is left, and what is there can be read',
  async () => {
    const folder = makeFolder();
    mountDisk(folder, '256k');
    try {
      const store = await openFolderStore(folder);
      await store.putNew('a/b', bytes('1'));
      for (const write of [store.putNew('a/c', Buffer.alloc(1 << 20)), store.replace('a/b', Buffer.alloc(1 << 20))]) {
        await expect(write).rejects.toMatchObject({
          code: 'STORE_UNAVAILABLE',
          message: `the store ${folder} cannot be used: the disk is full`,
        });
      }
      expect([readdirSync(join(folder, 'a')), readdirSync(join(folder, '.incoming'))]).toEqual([['b'], []]);
      makeReadOnly(folder);
      await expect(store.putNew('a/c', bytes('1'))).rejects.toMatchObject({
        message: `the store ${folder} cannot be used: it cannot be written`,
      });
      expect(await store.get('a/b')).toEqual(bytes('1'));
    } finally {
      unmountDisk(folder);
    }
  },
);
