/**
 * What Redis and the dispatch can do, without grading: many jobs that are nothing, and many workers that only wait, which is
 * a simulation.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Courses } from '../../grader/queue/courses.js';
import { openDispatch } from '../../grader/queue/dispatch.js';
import { envelopeOf } from '../../grader/queue/order.js';
import { sealWith } from '../../grader/queue/seal.js';
import type { Envelope } from '../../grader/schema/queue.js';
import type { RedisServer } from '../support/queue/redis-server.js';

type Print = (name: string, value: string) => void;

const COURSE = 'empty';
const TOKEN = 'bench';
const AT_ONCE = 64;
const WORKERS = 64;
const JOBS_OF_EACH = 40;
/** As long as a submission of quiz2 takes on a machine with more to do, more or less. */
const SHORTEST_MS = 300;
const LONGEST_MS = 900;
const MIB = 1024 * 1024;

/** Puts so many jobs into the queue, takes them, and says that they are done. */
export async function benchEmpty(server: RedisServer, jobs: number, print: Print): Promise<void> {
  const redis = new Redis(server.url, { maxRetriesPerRequest: null });
  const dispatch = openDispatch(redis, { course: COURSE, lane: 'batch', onEnd: () => undefined });
  const before = await memoryOf(redis);
  const [rss, added] = [process.memoryUsage().rss, performance.now()];
  for (let at = 0; at < jobs; at += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => dispatch.add(emptyOrder(at + index))));
  }
  const adding = (performance.now() - added) / 1000;
  const each = (await memoryOf(redis)) - before;
  const courses = coursesOn(redis);
  const taken = performance.now();
  let done = 0;
  const place = async () => {
    for (let one = await courses.next(); one !== null; one = await courses.next()) {
      await one.job.moveToCompleted(null, TOKEN, false);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: 4 }, place));
  const taking = (performance.now() - taken) / 1000;
  const grown = (process.memoryUsage().rss - rss) / MIB;
  print(
    `  ${String(done)} jobs that are nothing`,
    `${(jobs / adding).toFixed(0)} queued/s, ${(done / taking).toFixed(0)} done/s`,
  );
  print('    Redis memory of each while it waits', `${(each / jobs).toFixed(0)} bytes`);
  print('    this process has grown by', `${grown.toFixed(0)} MiB`);
  await Promise.all([courses.close(), dispatch.close()]);
  redis.disconnect();
}

/** Efficiency: the time that workers worked, of all the time that they had. */
export async function benchSimulated(server: RedisServer, print: Print): Promise<void> {
  const redis = new Redis(server.url, { maxRetriesPerRequest: null });
  await redis.flushall();
  const dispatch = openDispatch(redis, { course: COURSE, lane: 'batch', onEnd: () => undefined });
  const jobs = WORKERS * JOBS_OF_EACH;
  for (let index = 0; index < jobs; index += 1) await dispatch.add(emptyOrder(index));
  let worked = 0;
  const started = performance.now();
  const worker = async (index: number) => {
    // each a machine: with connections of its own
    const own = redis.duplicate();
    const courses = coursesOn(own);
    for (let one = await courses.next(); one !== null; one = await courses.next()) {
      const ms = SHORTEST_MS + ((one.job.timestamp * 31 + index * 7) % (LONGEST_MS - SHORTEST_MS));
      await pause(ms);
      worked += ms;
      await one.job.moveToCompleted(null, TOKEN, false);
    }
    // the end of a class, when some have nothing to do, is not counted
    const ended = performance.now();
    await courses.close();
    own.disconnect();
    return ended;
  };
  const ends = await Promise.all(Array.from({ length: WORKERS }, (_, index) => worker(index)));
  const had = ends.reduce((sum, end) => sum + end - started, 0);
  const share = (worked / had).toFixed(3);
  print(`  ${String(WORKERS)} workers that sleep, ${String(jobs)} jobs (simulated)`, `efficiency ${share} (aim 0.95)`);
  await dispatch.close();
  redis.disconnect();
}

function coursesOn(redis: Redis): Courses {
  return new Courses(redis, { only: [COURSE], token: TOKEN, lockMs: 30_000, onError: () => undefined });
}

const seal = sealWith(Buffer.alloc(32, 9));

function emptyOrder(index: number): Envelope {
  const pieces = ['0'.repeat(64)];
  const name = `student-${String(index)}`;
  const submission = { pieces, form: 'files' as const, name, id: name, submitters: [], submittedAt: null };
  const rubric = { pieces, inputs: '1'.repeat(64), seed: null };
  return envelopeOf({ rubric, submission, backend: null, modelsAnew: false }, COURSE, seal.alias(name), seal);
}

async function memoryOf(redis: Redis): Promise<number> {
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1] ?? 0);
}
