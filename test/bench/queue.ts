/**
 * What grading from a queue costs: the same class on one machine and by workers, the time until an idle worker begins, and
 * what overtakes. Redis, the workers and the submissions are real.
 */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseDriver, loadRubric, type FoundSubmission } from '../../grader/index.js';
import { openFolderStore } from '../../grader/queue/blobs/folder-store.js';
import { openQueue, type OpenQueue } from '../../grader/queue/executor.js';
import type { Lane } from '../../grader/queue/names.js';
import { sealWith } from '../../grader/queue/seal.js';
import { makeFolder, removeFolders } from '../support/folders.js';
import { Machine, processorSecondsOf, produce, type Site } from '../support/queue/machines.js';
import { RedisServer, whyNoRedis } from '../support/queue/redis-server.js';
import { runCli } from '../support/run-cli.js';
import { until } from '../support/until.js';
import { makeStudents } from './class.js';
import { measureNode, median, quantile } from './measure.js';
import { chaos } from './queue-chaos.js';
import { benchEmpty, benchSimulated } from './queue-dispatch.js';
import { mainIn } from '../support/run-cli.js';

type Print = (name: string, value: string) => void;

export interface QueueBench {
  readonly students: number;
  readonly emptyJobs: number;
  readonly waiting: number;
  readonly chaosRuns: number;
}

const WHOLE: QueueBench = { students: 300, emptyJobs: 100_000, waiting: 2000, chaosRuns: 200 };
const ONE_BY_ONE = 40;
const CHAOS_NAMES = ['perfect', 'throws', 'syntax-error', 'missing-file', 'sign-flipped', 'wrong-shapes'];
const PATIENCE_MS = 600_000;
const KEY = 'be'.repeat(32);
const RUBRIC = 'rubrics/quiz2.yaml';

export async function benchQueue(root: string, print: Print, bench: QueueBench = WHOLE): Promise<void> {
  const why = whyNoRedis();
  if (why !== null) {
    print('queue', `not measured: ${why}`);
    return;
  }
  const redis = await RedisServer.start();
  try {
    const folder = makeFolder();
    makeStudents(folder, join(root, 'submissions/quiz2/perfect'), bench.students);
    await benchWorkers(folder, bench.students, redis, root, print);
    await benchLatency(folder, redis, print);
    await benchOvertaking(root, redis, bench.waiting, print);
    await benchEmpty(redis, bench.emptyJobs, print);
    await benchSimulated(redis, print);
    await benchChaos(bench.chaosRuns, print);
  } finally {
    await redis.kill();
    removeFolders();
  }
}

/** The class on one machine, and by 1, 2, 4 and 8 workers with one place each. */
async function benchWorkers(
  folder: string,
  count: number,
  redis: RedisServer,
  root: string,
  print: Print,
): Promise<void> {
  const main = mainIn(root);
  const local = await measureNode(
    [main, 'batch', folder, '--rubric', 'quiz2', '--out', join(makeFolder(), 'run')],
    root,
  );
  const shown = (wall: number, cpu: number) => `${wall.toFixed(1)} s, ${cpu.toFixed(1)} core-s`;
  print(`class of ${String(count)} on one machine`, shown(local.wallSeconds, local.cpuSeconds));
  for (const workers of [1, 2, 4, 8]) {
    const site: Site = { url: redis.url, store: makeFolder(), key: KEY };
    const machines = Array.from({ length: workers }, () => new Machine(site, { lockSeconds: 30 }));
    await until(() => machines.every((one) => one.events().includes('started')), 'workers are there', PATIENCE_MS);
    const before = machines.map((one) => one.processorSeconds());
    const started = performance.now();
    const producer = produce(site, makeFolder(), [folder, '--rubric', 'quiz2', '--out', join(makeFolder(), 'run')]);
    let own = 0;
    const timer = setInterval(() => (own = Math.max(own, processorSecondsOf(producer.pid))), 100);
    const { exitCode } = await producer;
    clearInterval(timer);
    const wall = (performance.now() - started) / 1000;
    const cpu = own + machines.reduce((sum, one, index) => sum + one.processorSeconds() - (before[index] ?? 0), 0);
    const share = `${((cpu / local.cpuSeconds - 1) * 100).toFixed(1)} % more than one machine; aim 5 %`;
    print(`  by ${String(workers)} workers (exit ${String(exitCode)})`, `${shown(wall, cpu)} (${share})`);
    for (const one of machines) one.signal('SIGTERM');
    await Promise.all(machines.map((one) => one.ended()));
  }
}

/** An idle worker, one submission after the other. */
async function benchLatency(folder: string, redis: RedisServer, print: Print): Promise<void> {
  const site: Site = { url: redis.url, store: makeFolder(), key: KEY };
  const worker = new Machine(site, { lockSeconds: 30 });
  const queue = await openAt(site, 'batch');
  const executor = queue.executor(await options());
  for (const job of jobsIn(folder).slice(0, ONE_BY_ONE)) await executor.run(job);
  await executor.close();
  const waited = [...worker.log.matchAll(/"waited":(\d+)/g)].map(([, ms]) => Number(ms)).slice(1);
  const spread = `90 % within ${String(quantile(waited, 0.9))}, longest ${String(Math.max(...waited))}`;
  print('  from the queue to an idle worker', `median ${String(median(waited))} ms (${spread}; aim 10 ms)`);
  worker.signal('SIGTERM');
  await worker.ended();
}

/** A class waits, then comes what is urgent. */
async function benchOvertaking(root: string, redis: RedisServer, waiting: number, print: Print): Promise<void> {
  const site: Site = { url: redis.url, store: makeFolder(), key: KEY };
  const folder = makeFolder();
  makeStudents(folder, join(root, 'submissions/quiz2/perfect'), waiting);
  const queue = await openAt(site, 'batch');
  const began = performance.now();
  await queue.enqueue(jobsIn(folder), await options());
  const seconds = (performance.now() - began) / 1000;
  print(`  ${String(waiting)} put into the queue and left`, `${seconds.toFixed(1)} s`);
  const worker = new Machine(site, { jobs: 2, lockSeconds: 30 });
  await until(() => worker.events().includes('recorded'), 'the class is being graded', PATIENCE_MS);
  const urgent = await openAt(site, 'urgent');
  const executor = urgent.executor(await options());
  const started = performance.now();
  await executor.run({
    id: 'regraded',
    path: join(root, 'submissions/quiz2/throws'),
    submitters: [],
    submittedAt: null,
  });
  const left = `${((performance.now() - started) / 1000).toFixed(2)} s to its result`;
  print(`  a regrade while ${String(waiting)} wait`, left);
  worker.signal('SIGKILL');
  await worker.ended();
  await Promise.all([executor.close(), queue.close()]);
  await redis.flush();
}

async function benchChaos(runs: number, print: Print): Promise<void> {
  const folder = makeFolder();
  for (const name of CHAOS_NAMES) {
    for (const copy of ['a', 'b']) {
      cpSync(join('submissions', 'quiz2', name), join(folder, `${name}-${copy}`), { recursive: true });
    }
  }
  const local = join(makeFolder(), 'run');
  await runCli(['batch', folder, '--rubric', 'quiz2', '--out', local]);
  const tell = (line: string) => process.stderr.write(`${line}\n`);
  const { lost, twice, different, left, faults, remarks } = await chaos({ runs, folder, rubric: 'quiz2', local, tell });
  const counts = `lost ${String(lost)}, recorded twice ${String(twice)}, different ${String(different)}, left ${String(left)}`;
  print(`  ${String(runs)} runs with faults`, counts);
  for (const [fault, times] of [...faults].sort()) print(`    ${fault}`, String(times));
  for (const remark of remarks) print('    !', remark);
}

function jobsIn(folder: string): FoundSubmission[] {
  return readdirSync(folder)
    .sort()
    .map((id) => ({ id, path: join(folder, id), submitters: [], submittedAt: null }));
}

async function openAt({ url, store, key }: Site, lane: Lane): Promise<OpenQueue> {
  return await openQueue({
    ...{ url, lane, course: 'bench', run: lane, backend: null, modelsAnew: false },
    store: await openFolderStore(store),
    seal: sealWith(Buffer.from(key, 'hex')),
    place: { path: RUBRIC, data: {} },
  });
}

async function options() {
  return { rubric: await loadRubric(RUBRIC), driver: await chooseDriver(), jobs: 1 };
}
