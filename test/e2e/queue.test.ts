/**
 * A class that is graded from a queue by several workers: the same bytes as on one machine, whatever dies meanwhile. Redis,
 * the workers and the producer are real processes.
 */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeFolder, removeFolders, writeFiles } from '../support/folders.js';
import { Machine, processesIn, produce, type Site } from '../support/queue/machines.js';
import { RedisServer, whyNoRedis } from '../support/queue/redis-server.js';
import { differences, differingResults, timesFinished } from '../support/queue/same-run.js';
import { runCommand } from '../support/run-command.js';
import { until } from '../support/until.js';
import { describeUnless } from '../support/where-possible.js';

const KEY = '5a'.repeat(32);
const NAMES = ['perfect', 'throws', 'syntax-error', 'missing-file', 'sign-flipped'];
const MOST_MS = 120_000;

describeUnless(whyNoRedis(), 'grading from a queue')('a class', () => {
  let redis: RedisServer;
  let folder: string;
  let local: string;
  const machines: Machine[] = [];
  const args = (out: string) => [folder, '--rubric', 'quiz2', '--out', out];
  const siteOf = (store: string): Site => ({ url: redis.url, store, key: KEY });
  const machine = (...given: ConstructorParameters<typeof Machine>) => {
    const started = new Machine(...given);
    machines.push(started);
    return started;
  };

  beforeAll(async () => {
    redis = await RedisServer.start();
    folder = makeFolder();
    for (const [at, name] of [...NAMES, ...NAMES.slice(0, 2)].entries()) {
      cpSync(join('submissions', 'quiz2', name), join(folder, `${name}-${String(at)}`), { recursive: true });
    }
    local = join(makeFolder(), 'run');
    await runCommand(['batch', ...args(local)]);
  }, MOST_MS);

  afterAll(async () => {
    for (const one of machines) one.signal('SIGKILL');
    await Promise.all(machines.map((one) => one.ended()));
    await redis.kill();
    removeFolders();
  });

  test(
    'is the same as on one machine, left and joined; a worker drains and leaves nothing',
    async () => {
      const site = siteOf(makeFolder());
      const out = join(makeFolder(), 'run');
      const left = await produce(site, makeFolder(), [...args(out), '--detach']);
      expect(left.all).toContain('7 queued, 0 graded before');
      expect(left.all).toContain(`To join: tuxgrade batch ${folder}`);
      const worker = machine(site, { jobs: 2 });
      const joined = await produce(site, makeFolder(), args(out));
      expect(joined.exitCode).toBe(0);
      expect(differences(local, out)).toEqual([]);
      worker.signal('SIGTERM');
      expect(await worker.ended()).toBe(0);
      expect(worker.events()).toContain('draining');
      expect(readdirSync(worker.temporary)).toEqual([]);
      expect(processesIn([worker.folder])).toEqual([]);
      // what is in Redis and the store has nothing of a student and no answer
      expect(worker.log).not.toMatch(/perfect|dyhat/);
      expect(await holdsPlain(redis, site.store)).toEqual([]);
    },
    MOST_MS,
  );

  test(
    'is the same after workers, the producer and Redis were killed, and Redis lost everything',
    async () => {
      const site = siteOf(makeFolder());
      const out = join(makeFolder(), 'run');
      const workers = [machine(site), machine(site)];
      const first = produce(site, makeFolder(), args(out));
      const recorded = () => workers.flatMap((one) => one.events()).filter((event) => event === 'recorded').length;
      await until(() => recorded() >= 2, 'two are graded', MOST_MS);
      first.kill('SIGKILL');
      await first;
      workers[0]?.signal('SIGKILL');
      await redis.kill();
      redis.lose();
      await redis.start();
      const second = produce(site, makeFolder(), [...args(out), '--resume']);
      await until(() => recorded() >= 4, 'four are graded', MOST_MS);
      await redis.flush();
      await workers[0]?.restart();
      expect((await second).exitCode).toBe(0);
      expect(differences(local, out)).toEqual([]);
      expect([...timesFinished(out).values()].every((times) => times === 1)).toBe(true);
      expect(differingResults(site.store)).toEqual([]);
      for (const one of workers) one.signal('SIGTERM');
      await Promise.all(workers.map((one) => one.ended()));
      // what the killed one left is removed when it starts again
      expect(workers.flatMap((one) => readdirSync(one.temporary))).toEqual([]);
      expect(processesIn(workers.map((one) => one.folder))).toEqual([]);
    },
    MOST_MS,
  );

  test(
    'is finished by others when a worker is told twice to end; a folder has one producer',
    async () => {
      const site = siteOf(makeFolder());
      const slow = makeFolder();
      const code = readFileSync('submissions/quiz2/perfect/backprop.ts', 'utf8');
      const waits = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4000);';
      writeFiles(join(slow, 'ada'), { 'backprop.ts': `${waits}\n${code}` });
      const out = join(makeFolder(), 'run');
      const class2 = [slow, '--rubric', 'quiz2', '--out', out];
      const joined = produce(site, makeFolder(), class2);
      const worker = machine(site);
      await until(() => worker.events().includes('taken'), 'it is being graded', MOST_MS);
      const other = await produce(site, makeFolder(), [...class2, '--resume']);
      expect([other.exitCode, other.all]).toEqual([2, expect.stringContaining('is in use by process')]);
      worker.signal('SIGTERM');
      worker.signal('SIGTERM');
      await until(() => worker.events().includes('draining'), 'it hears of it', MOST_MS);
      worker.signal('SIGTERM');
      expect(await worker.ended()).toBe(0);
      expect(worker.events()).toContain('handed-back');
      expect([readdirSync(worker.temporary), processesIn([worker.folder])]).toEqual([[], []]);
      // a task of a batch scheduler ends when nothing waits
      const task = machine(site, { once: true });
      expect(await task.ended()).toBe(0);
      expect(task.events()).toContain('recorded');
      expect((await joined).exitCode).toBe(0);
    },
    MOST_MS,
  );
});

/** Files of the store and keys of Redis that have a student's or a rubric's words in them. */
async function holdsPlain(redis: RedisServer, store: string): Promise<string[]> {
  const words = /perfect|wrong-shapes|backprop|quiz2\.yaml|tolerance|import /;
  const files = readdirSync(store, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const plain = files.filter((file) => words.test(readFileSync(file, 'latin1')) || words.test(file));
  return [...plain, ...(await redis.contents()).filter((text) => words.test(text))];
}
