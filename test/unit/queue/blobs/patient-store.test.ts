/** A real folder that is away for a while. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { GraderError } from '../../../../grader/errors.js';
import { openFolderStore } from '../../../../grader/queue/blobs/folder-store.js';
import { patientStore } from '../../../../grader/queue/blobs/patient-store.js';
import type { BlobStore } from '../../../../grader/queue/blobs/store.js';
import { makeFolder, removeFolders, writeFiles } from '../../../support/folders.js';

afterAll(removeFolders);

const one = Buffer.from('1');

/** A store whose folder comes back `onTrouble` if it is told to, with what it said of trouble. */
async function open({ comesBack, firstWaitMs = 2 }: { comesBack: boolean; firstWaitMs?: number }) {
  const folder = join(makeFolder(), 'store');
  writeFiles(folder, {});
  const plain = await openFolderStore(folder);
  await plain.putNew('a/kept', one);
  const said: (string | null)[] = [];
  const stop = new AbortController();
  const onTrouble = (fault: GraderError | null) => {
    said.push(fault?.code ?? null);
    if (fault !== null && comesBack) renameSync(`${folder}.away`, folder);
  };
  const store = patientStore(plain, { stop: stop.signal, onTrouble, firstWaitMs });
  const leave = () => {
    renameSync(folder, `${folder}.away`);
  };
  return { store, leave, said, stop };
}

const REQUESTS: readonly [string, (store: BlobStore) => Promise<unknown>, unknown][] = [
  ['what lies there is read', (store) => store.get('a/kept'), one],
  ['something is written', (store) => store.putNew('b/new', one), true],
  ['something is replaced', (store) => store.replace('a/kept', one), undefined],
  ['a folder is listed', (store) => store.list('a'), ['kept']],
];

test.each(REQUESTS)('once it is back, %s', async (_, request, answer) => {
  const { store, leave, said } = await open({ comesBack: true });
  leave();
  await expect(request(store)).resolves.toEqual(answer);
  expect(said).toEqual(['STORE_UNAVAILABLE', null]);
});

test('what is not there is not waited for', async () => {
  const { store, said } = await open({ comesBack: false });
  expect([await store.get('a/none'), await store.list('none'), await store.putNew('a/kept', one)]).toEqual([
    null,
    [],
    false,
  ]);
  expect(said).toEqual([]);
});

test('patience has an end, and several that wait say so once', async () => {
  const { store, leave, said } = await open({ comesBack: false });
  leave();
  const ends = await Promise.allSettled([store.get('a/kept'), store.list('a')]);
  expect(ends).toMatchObject([
    { status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } },
    { status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } },
  ]);
  expect(said).toEqual(['STORE_UNAVAILABLE']);
});

test('who is told to stop waits no longer', async () => {
  const { store, leave, stop } = await open({ comesBack: false, firstWaitMs: 1_000_000 });
  leave();
  const asked = store.get('a/kept');
  const reason = new Error('that was enough');
  stop.abort(reason);
  await expect(asked).rejects.toBe(reason);
  await expect(store.get('a/kept')).rejects.toBe(reason);
});
