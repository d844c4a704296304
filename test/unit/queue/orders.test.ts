/** Orders into a real store. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { LocalOptions } from '../../../grader/batch/executor.js';
import { NO_CACHE } from '../../../grader/cache/blobs.js';
import { chooseDriver, loadRubric } from '../../../grader/index.js';
import { blobsIn } from '../../../grader/queue/blobs/blobs.js';
import { openFolderStore } from '../../../grader/queue/blobs/folder-store.js';
import { ordersInto } from '../../../grader/queue/orders.js';
import { sealWith } from '../../../grader/queue/seal.js';
import { makeFolder, removeFolders, writeFiles } from '../../support/folders.js';

afterAll(removeFolders);

const RUBRIC = 'rubrics/quiz2.yaml';

async function open() {
  const folder = join(makeFolder(), 'store');
  writeFiles(folder, {});
  const blobs = blobsIn({ store: await openFolderStore(folder), seal: sealWith(Buffer.alloc(32, 7)), cache: NO_CACHE });
  const orders = ordersInto(blobs, { place: { path: RUBRIC, data: {} }, backend: null, modelsAnew: false });
  const options: LocalOptions = {
    rubric: await loadRubric(RUBRIC),
    driver: await chooseDriver('process'),
    jobs: 1,
  };
  const job = { id: 'ada', path: 'submissions/quiz2/perfect', submitters: [{ name: 'Ada' }], submittedAt: null };
  return { folder, blobs, orders, options, job };
}

test('have digests of what lies in the store, and whose it is', async () => {
  const { blobs, orders, options, job } = await open();
  const order = await orders.orderFor(job, options);
  expect(order.submission).toMatchObject({ id: 'ada', submitters: [{ name: 'Ada' }], submittedAt: null });
  expect((await blobs.get('submission', order.submission.pieces)).length).toBeGreaterThan(100);
  expect((await blobs.get('rubric', order.rubric.pieces)).length).toBeGreaterThan(100);
  await orders.close();
});

test('a rubric that could not be stored is stored with the next order', async () => {
  const { folder, blobs, orders, options, job } = await open();
  renameSync(folder, `${folder}.away`);
  const first = orders.orderFor(job, options);
  await expect(first).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  renameSync(`${folder}.away`, folder);
  const order = await orders.orderFor(job, options);
  expect((await blobs.get('rubric', order.rubric.pieces)).length).toBeGreaterThan(100);
  await orders.close();
});
