/**
 * A worker: takes jobs of all courses in turn, grades them, and records what came out before it says that it is done. It
 * must be safe to kill at any moment: a job that it does not finish is given to another, and the first recorded result
 * counts. It must not trust what lies in Redis.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { UnrecoverableError } from 'bullmq';
import type { Redis } from 'ioredis';
import { GraderError } from '../errors.js';
import type { Envelope } from '../schema/queue.js';
import type { Blobs } from './blobs/blobs.js';
import { Courses, type Taken } from './courses.js';
import { asFailure } from './dispatch.js';
import type { OrderGrader } from './grading.js';
import { newestOf, WAKE } from './names.js';
import { acceptOrder, type Accepted } from './order.js';
import type { Results } from './results.js';
import { putUngraded } from './ungraded.js';
import type { Seal } from './seal.js';

export interface WorkerOptions {
  readonly redis: Redis;
  readonly seal: Seal;
  readonly results: Results;
  readonly blobs: Blobs;
  readonly grader: OrderGrader;
  /** Jobs at a time. */
  readonly jobs: number;
  readonly courses: readonly string[] | null;
  /** End when nothing waits. */
  readonly once: boolean;
  /** Stops taking jobs. */
  readonly drain: AbortSignal;
  /** Also stops those that run, and hands them back. */
  readonly abort: AbortSignal;
  readonly lockMs: number;
  readonly log: Log;
}

/** One line for operators, without anything of a person. */
export type Log = (event: LogEvent, facts: Readonly<Record<string, string | number>>) => void;
export type LogEvent =
  | 'started'
  | 'taken'
  | 'recorded'
  | 'known'
  | 'replaced'
  | 'refused'
  | 'failed'
  | 'handed-back'
  | 'ungraded'
  | 'trouble'
  | 'draining'
  | 'ended';

/** Without news, for what was missed while Redis was away. */
const LOOK_EVERY_MS = 1000;
/** After a fault of this machine; doubled with each that follows. */
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 60_000;

/** Resolves when it was told to end, or with `once` when nothing waits. */
export async function work(options: WorkerOptions): Promise<void> {
  const { redis, jobs, courses, lockMs, log } = options;
  const token = randomUUID();
  const onError = (error: Error) => {
    log('trouble', { message: error.message });
  };
  const supply = new Courses(redis, { only: courses, token, lockMs, onError });
  const bell = new Bell(redis);
  await bell.listen().catch(onError);
  const running = { grading: 0 };
  const impatience = disconnectWhenDrained(redis, options.drain, running);
  try {
    await Promise.all(Array.from({ length: jobs }, () => place(supply, bell, token, { ...options, running })));
  } finally {
    clearInterval(impatience);
    bell.close();
    await supply.close();
  }
}

/** While Redis is away nothing can be taken or said: who is told to end has nothing to wait for once all is recorded. */
function disconnectWhenDrained(redis: Redis, drain: AbortSignal, running: Running): NodeJS.Timeout {
  return setInterval(() => {
    if (drain.aborted && running.grading === 0 && redis.status !== 'ready') redis.disconnect();
  }, LOOK_EVERY_MS);
}

interface Running {
  grading: number;
}

type PlaceOptions = WorkerOptions & { readonly running: Running };

/** One of several places of a worker: a job at a time. */
async function place(supply: Courses, bell: Bell, token: string, options: PlaceOptions): Promise<void> {
  const { drain, once, log } = options;
  let faults = 0;
  while (!drain.aborted) {
    // a machine that is broken, as by a full disk, must not try all jobs in vain before others can take them
    if (faults > 0 && !(await paused(Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** (faults - 1)), drain))) return;
    const rung = bell.next(LOOK_EVERY_MS, drain);
    const taken = await supply.next().catch((error: unknown) => {
      log('trouble', { message: String(error) });
      return null;
    });
    if (taken !== null) faults = (await finish(taken, token, options)) ? 0 : faults + 1;
    else if (once) return;
    else await rung;
  }
}

/** Whether this machine did what it was to do, whatever came out. */
async function finish(taken: Taken, token: string, options: PlaceOptions): Promise<boolean> {
  const { job, course, lane } = taken;
  const { lockMs, log } = options;
  const id = job.id ?? '';
  const began = performance.now();
  const facts = { course, lane, job: id.slice(0, 12) };
  const tell = (event: LogEvent, more: Readonly<Record<string, string | number>> = {}) => {
    log(event, { ...facts, ms: Math.round(performance.now() - began), ...more });
  };
  // as long as this process lives and reaches Redis, the job is its own
  const renewal = setInterval(() => void job.extendLock(token, lockMs).catch(() => undefined), lockMs / 3);
  try {
    const accepted = acceptOrder(job.data, id, course, options.seal);
    if (typeof accepted === 'string') {
      tell('refused', { reason: accepted });
      await job.moveToFailed(new UnrecoverableError(accepted), token, false);
      return true;
    }
    tell('taken', { waited: Date.now() - job.timestamp });
    options.running.grading += 1;
    const { event, said } = await carryOut(accepted, options).finally(() => (options.running.grading -= 1));
    await job.moveToCompleted(said, token, false);
    tell(event);
    return true;
  } catch (error) {
    await fail(error, taken, token, options, tell);
    return false;
  } finally {
    clearInterval(renewal);
  }
}

/** Grades unless that was done before or is no longer wanted. What it returns is for the producer. */
async function carryOut(
  { envelope, order }: Accepted,
  { results, redis, grader, blobs, abort }: WorkerOptions,
): Promise<{ event: LogEvent; said: unknown }> {
  const { fingerprint } = envelope;
  if (await isReplaced(redis, envelope)) return { event: 'replaced', said: null };
  if (await results.has(fingerprint)) return { event: 'known', said: null };
  const { recorded, isGraded } = await grader.grade(order, abort);
  // may be graded another time, so it is not recorded as the result
  if (!isGraded) return { event: 'ungraded', said: await putUngraded(blobs, fingerprint, recorded) };
  await results.record(fingerprint, recorded);
  return { event: 'recorded', said: null };
}

async function isReplaced(redis: Redis, { course, slot, fingerprint }: Envelope): Promise<boolean> {
  const newest = await redis.hget(newestOf(course), slot);
  return newest !== null && newest !== fingerprint;
}

type Tell = (event: LogEvent, more?: Readonly<Record<string, string | number>>) => void;

/** Whatever goes wrong here is found by others: the job is then lost by this worker. */
async function fail(error: unknown, { job }: Taken, token: string, options: WorkerOptions, tell: Tell): Promise<void> {
  try {
    if (options.abort.aborted) {
      await job.moveToWait(token);
      tell('handed-back');
      return;
    }
    const fault = error instanceof GraderError ? error : new GraderError('INTERNAL', String(error));
    await job.moveToFailed(asFailure(fault), token, false);
    tell('failed', { code: fault.code, message: fault.message });
  } catch (also) {
    tell('trouble', { message: String(also) });
  }
}

/** False if it was told to stop meanwhile. */
async function paused(ms: number, stop: AbortSignal): Promise<boolean> {
  return await setTimeout(ms, true, { signal: stop }).catch(() => false);
}

/** Rings when a producer has put something into a queue. */
class Bell {
  readonly #redis: Redis;
  readonly #waiting = new Set<() => void>();

  constructor(redis: Redis) {
    // a connection that listens can do nothing else
    this.#redis = redis.duplicate();
    this.#redis.on('error', () => undefined);
    this.#redis.on('message', () => {
      for (const ring of this.#waiting) ring();
    });
  }

  async listen(): Promise<void> {
    await this.#redis.subscribe(WAKE);
  }

  /** Resolves at the next ring, after so long, or when it is told to stop. */
  async next(ms: number, stop: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const ring = () => {
        clearTimeout(timer);
        this.#waiting.delete(ring);
        stop.removeEventListener('abort', ring);
        resolve();
      };
      const timer = globalThis.setTimeout(ring, ms);
      this.#waiting.add(ring);
      stop.addEventListener('abort', ring, { once: true });
    });
  }

  close(): void {
    this.#redis.disconnect();
    for (const ring of this.#waiting) ring();
  }
}
