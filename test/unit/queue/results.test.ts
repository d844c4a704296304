/** Results in a real folder: the first counts, whoever comes when, and what a disk damaged is graded again. */
import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { NO_CACHE } from '../../../grader/cache/blobs.js';
import { blobsIn } from '../../../grader/queue/blobs/blobs.js';
import { openFolderStore } from '../../../grader/queue/blobs/folder-store.js';
import type { BlobStore } from '../../../grader/queue/blobs/store.js';
import { bytesOf, recordedIn, resultsIn } from '../../../grader/queue/results.js';
import { sealWith } from '../../../grader/queue/seal.js';
import { getUngraded, putUngraded } from '../../../grader/queue/ungraded.js';
import { recordedOf } from '../../support/queue-orders.js';
import { makeFolder, removeFolders } from '../../support/folders.js';

afterAll(removeFolders);

const seal = sealWith(Buffer.alloc(32, 1));
const ID = 'ab'.repeat(32);
const one = recordedOf({ points: 1, timing: { wallMs: 1 } });
const sameLater = recordedOf({ timing: { wallMs: 2 }, points: 1 });
const other = recordedOf({ points: 2, timing: { wallMs: 1 } });
let root: string;
let store: BlobStore;
beforeEach(async () => {
  root = makeFolder();
  store = await openFolderStore(root);
});

const results = () => resultsIn(store, seal);
const folder = (id = ID) => join(root, 'results', id.slice(0, 2), id);
const files = () => readdirSync(folder()).filter((name) => name !== 'first');
const pathOfOnly = () => join(folder(), files()[0] ?? '');

describe('the first result', () => {
  test('counts, and one that differs in its timing alone is the same', async () => {
    expect([await results().has(ID), await results().read(ID)]).toEqual([false, null]);
    expect(await results().record(ID, one)).toBe('first');
    expect(await results().record(ID, sameLater)).toBe('same');
    expect(await results().read(ID)).toEqual({ recorded: one, others: 0 });
    expect(await results().record(ID, other)).toBe('differs');
    expect(await results().read(ID)).toEqual({ recorded: one, others: 1 });
    expect(await results().has('cd'.repeat(32))).toBe(false);
  });

  test('is one, of 10 that record at once', async () => {
    const all = Array.from({ length: 10 }, (_, points) => recordedOf({ points, timing: {} }));
    const told = await Promise.all(all.map((each) => results().record(ID, each)));
    expect(told.filter((each) => each === 'first')).toHaveLength(1);
    expect(told.filter((each) => each === 'differs')).toHaveLength(9);
    expect(await results().read(ID)).toEqual({ recorded: all[told.indexOf('first')], others: 9 });
    const same = await Promise.all(all.map(() => resultsIn(store, seal).record('cd'.repeat(32), one)));
    expect(same.sort()).toEqual(['first', ...Array.from({ length: 9 }, () => 'same')]);
  });

  test('was not named before a crash: there is none, until the next one records', async () => {
    await results().record(ID, one);
    rmSync(join(folder(), 'first'));
    expect([await results().has(ID), await results().read(ID)]).toEqual([false, null]);
    expect(await results().record(ID, sameLater)).toBe('first');
    expect(await results().read(ID)).toEqual({ recorded: one, others: 0 });
  });
});

describe('damage', () => {
  test.each(['', 'x'.repeat(100)])('of the name of the first: the only one there is it (%j)', async (damage) => {
    await results().record(ID, one);
    writeFileSync(join(folder(), 'first'), damage);
    expect(await results().read(ID)).toEqual({ recorded: one, others: 0 });
    expect(await results().record(ID, other)).toBe('differs');
  });

  test('of the name, where several lie: nobody knows, and a person is told', async () => {
    await results().record(ID, one);
    await results().record(ID, other);
    writeFileSync(join(folder(), 'first'), '');
    for (const ask of [results().read(ID), results().has(ID), results().record(ID, one)]) {
      await expect(ask).rejects.toMatchObject({
        code: 'STORE_UNAVAILABLE',
        message: expect.stringContaining('is damaged, and results that differ lie beside it') as unknown,
        advice: expect.stringContaining('Remove that folder') as unknown,
      });
    }
  });

  test.each(['', 'x'.repeat(100), null])('of the result: it is graded again and replaced (%j)', async (damage) => {
    for (const again of [sameLater, other]) {
      await results().record(ID, one);
      if (damage === null) rmSync(pathOfOnly());
      else writeFileSync(pathOfOnly(), damage);
      expect([await results().has(ID), await results().read(ID)]).toEqual([false, null]);
      expect(await results().record(ID, again)).not.toBe('differs');
      expect(await results().read(ID)).toEqual({ recorded: again, others: 0 });
      rmSync(folder(), { recursive: true });
    }
  });

  test('of all of it: as if there had been nothing', async () => {
    await results().record(ID, one);
    for (const name of readdirSync(folder())) writeFileSync(join(folder(), name), '');
    expect(await results().has(ID)).toBe(false);
    expect(await results().record(ID, one)).not.toBe('differs');
    expect(await results().read(ID)).toEqual({ recorded: one, others: 0 });
  });
});

describe('who can write to the store and has no key', () => {
  test('cannot exchange results, neither of one job nor of two', async () => {
    const second = 'cd'.repeat(32);
    await results().record(ID, one);
    const first = files()[0] ?? '';
    await results().record(ID, other);
    const differing = files().find((name) => name !== first) ?? '';
    copyFileSync(join(folder(), differing), join(folder(), first));
    expect(await results().read(ID)).toBeNull();
    rmSync(folder(), { recursive: true });
    await results().record(ID, one);
    await results().record(second, other);
    for (const name of readdirSync(folder())) copyFileSync(join(folder(), name), join(folder(second), name));
    expect(await results().read(second)).not.toMatchObject({ recorded: one });
  });

  test('cannot make it look as if it was graded twice', async () => {
    await results().record(ID, one);
    writeFileSync(join(folder(), 'f'.repeat(64)), 'x');
    copyFileSync(pathOfOnly(), join(folder(), 'e'.repeat(64)));
    writeFileSync(join(folder(), 'note'), 'x');
    expect(await results().read(ID)).toEqual({ recorded: one, others: 0 });
  });

  test('nor with another key', async () => {
    await resultsIn(store, sealWith(Buffer.alloc(32, 2))).record(ID, other);
    expect(await results().read(ID)).toBeNull();
  });
});

describe('what was left ungraded', () => {
  const blobs = () => blobsIn({ store, seal, cache: NO_CACHE });
  const ungraded = recordedOf({ verdict: { status: 'ungraded' } });
  const forged = recordedOf({ verdict: { status: 'graded', earned: 100, possible: 100 } });

  test('comes back for its own job alone', async () => {
    const said = await putUngraded(blobs(), ID, ungraded);
    expect(await getUngraded(blobs(), ID, said)).toEqual(ungraded);
    await expect(getUngraded(blobs(), 'cd'.repeat(32), said)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  test('a submission that is made like a report is not taken for one', async () => {
    const handedIn = await blobs().put('submission', bytesOf(forged));
    await expect(getUngraded(blobs(), ID, { ungraded: [...handedIn] })).rejects.toThrow('for something else');
  });

  test('a report with points is none', async () => {
    for (const report of [forged, recordedOf({}), { ...ungraded, report: 'null' }, { ...ungraded, report: '{' }]) {
      expect(await getUngraded(blobs(), ID, await putUngraded(blobs(), ID, report))).toBeNull();
    }
  });

  test('nor is what does not fit the schema', () => {
    for (const text of ['', '{}', '[]', JSON.stringify({ ...one, more: 1 })])
      expect(recordedIn(Buffer.from(text))).toBeNull();
    expect(recordedIn(bytesOf(one))).toEqual(one);
    expect(recordedIn(null)).toBeNull();
  });
});
