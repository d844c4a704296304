/** A producer whose store is away for a while: it waits, says so once, and can be stopped meanwhile. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { LocalOptions } from '../../grader/batch/executor.js';
import { chooseDriver } from '../../grader/index.js';
import { openFolderStore } from '../../grader/queue/blobs/folder-store.js';
import { openQueue, type OpenQueue } from '../../grader/queue/executor.js';
import { sealWith } from '../../grader/queue/seal.js';
import { loadRubric } from '../../grader/rubric/load.js';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { RedisServer, whyNoRedis } from '../support/queue/redis-server.js';
import { until } from '../support/until.js';
import { describeUnless } from '../support/where-possible.js';

const RUBRIC = 'rubrics/quiz2.yaml';
const JOB = { id: 'ada', path: 'submissions/quiz2/perfect', submitters: [], submittedAt: null };

describeUnless(whyNoRedis(), 'a queue on a real Redis')('a store that is away', () => {
  let server: RedisServer;
  let options: LocalOptions;
  let queue: OpenQueue;
  let folder: string;
  let said: (string | null)[];

  beforeAll(async () => {
    server = await RedisServer.start();
    options = { rubric: await loadRubric(RUBRIC), driver: await chooseDriver('process'), jobs: 1 };
  });
  beforeEach(async () => {
    folder = join(makeFolder(), 'store');
    writeFiles(folder, {});
    said = [];
    queue = await openQueue({
      ...{ url: server.url, course: 'cs342', lane: 'batch', run: 'run', backend: null, modelsAnew: false },
      store: await openFolderStore(folder),
      seal: sealWith(Buffer.alloc(32, 7)),
      place: { path: RUBRIC, data: {} },
      onTrouble: (fault) => said.push(fault?.code ?? null),
    });
    renameSync(folder, `${folder}.away`);
  });
  afterEach(() => queue.close());
  afterAll(async () => {
    await server.kill();
    removeFolders();
  });

  test('submissions are queued once it is back', async () => {
    const queueing = queue.enqueue([JOB, { ...JOB, id: 'bob' }], options);
    await until(() => said.length === 1, 'it is told that the store is away');
    renameSync(`${folder}.away`, folder);
    await expect(queueing).resolves.toEqual({ queued: 2, graded: 0 });
    expect(said).toEqual(['STORE_UNAVAILABLE', null]);
  });

  test.each([
    ['queueing', (stop: AbortSignal) => queue.enqueue([JOB], { ...options, signal: stop })],
    ['grading', (stop: AbortSignal) => queue.executor({ ...options, signal: stop }).run(JOB)],
  ])('%s can be stopped meanwhile', async (_, act) => {
    const stop = new AbortController();
    const acting = act(stop.signal);
    acting.catch(() => undefined);
    await until(() => said.length === 1, 'it is told that the store is away');
    const reason = new Error('that was enough');
    const began = performance.now();
    stop.abort(reason);
    await expect(acting).rejects.toBe(reason);
    // all waits together would take half a minute
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});
