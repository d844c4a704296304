/**
 * Takes the next job for a worker: of all courses in turn, so that a large class of one does not keep another waiting, and
 * what is urgent anywhere before anything else. Must not know what a job is.
 */
import { Job as QueuedJob, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { COURSE_NAME, COURSES, LANES, PREFIX, queueOf, type Lane } from './names.js';

export interface Taken {
  readonly job: QueuedJob<unknown>;
  readonly course: string;
  readonly lane: Lane;
}

export interface CoursesOptions {
  /** Only these; default: all that there are. */
  readonly only: readonly string[] | null;
  /** What a job is locked with. */
  readonly token: string;
  /** A job whose worker has not been heard of for so long is given to another. */
  readonly lockMs: number;
  readonly onError: (error: Error) => void;
}

/** A job may be lost by a worker so often before it is left alone. */
const MOST_STALLED = 2;

export class Courses {
  readonly #redis: Redis;
  readonly #options: CoursesOptions;
  readonly #workers = new Map<string, Worker<unknown>>();
  /** The courses, the one that was served last at the end. */
  #turn: string[] = [];
  /** Two places must not look at once: both would take from the same course. */
  #looking: Promise<unknown> = Promise.resolve();
  /** When it was last begun to look for something in vain. */
  #nothingAt = 0;

  constructor(redis: Redis, options: CoursesOptions) {
    this.#redis = redis;
    this.#options = options;
  }

  /** null if nothing waits. */
  async next(): Promise<Taken | null> {
    const asked = performance.now();
    const taken = this.#looking.then(async () => {
      // all places wake at once; what one of them did not find since, the others need not look for
      if (this.#nothingAt > asked) return null;
      const began = performance.now();
      const found = await this.#next();
      if (found === null) this.#nothingAt = began;
      return found;
    });
    this.#looking = taken.catch(() => null);
    return await taken;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#workers.values()].map((worker) => worker.close(true)));
  }

  async #next(): Promise<Taken | null> {
    await this.#meetNew();
    for (const lane of LANES) {
      for (const course of this.#turn) {
        const job = await this.#takeFrom(this.#workerOf(course, lane));
        if (job === undefined) continue;
        this.#turn = [...this.#turn.filter((one) => one !== course), course];
        return { job, course, lane };
      }
    }
    return null;
  }

  async #takeFrom(worker: Worker<unknown>): Promise<QueuedJob<unknown> | undefined> {
    for (;;) {
      const job = await this.#readableFrom(worker);
      if (job?.deferredFailure === undefined) return job;
      // lost too often: BullMQ leaves it to who takes it next to say so
      await job.moveToFailed(new UnrecoverableError(job.deferredFailure), this.#options.token, false);
    }
  }

  async #readableFrom(worker: Worker<unknown>): Promise<QueuedJob<unknown> | undefined> {
    for (;;) {
      try {
        // the types do not say that there may be none
        return (await worker.getNextJob(this.#options.token, { block: false })) as QueuedJob<unknown> | undefined;
      } catch (error) {
        if (!isUnreadable(error) || !(await this.#dropUnreadable(worker))) throw error;
      }
    }
  }

  /** What BullMQ cannot read is taken and never finished, again and again before all others. Tells whether there was any. */
  async #dropUnreadable(worker: Worker<unknown>): Promise<boolean> {
    const active = worker.toKey('active');
    let dropped = 0;
    for (const id of await this.#redis.lrange(active, 0, -1)) {
      const why = await QueuedJob.fromId(worker, id).catch((error: unknown) => error);
      if (!isUnreadable(why)) continue;
      const key = worker.toKey(id);
      const gone = this.#redis.multi().lrem(active, 1, id).srem(worker.toKey('stalled'), id);
      await gone.del(key, `${key}:lock`, `${key}:logs`).exec();
      this.#options.onError(new Error('a job that is not one of a queue was removed'));
      dropped += 1;
    }
    return dropped > 0;
  }

  /** New courses come first: the others have been served before. */
  async #meetNew(): Promise<void> {
    // another name in this set would be refused by BullMQ each time, and no course would be served
    const all =
      this.#options.only ?? (await this.#redis.smembers(COURSES)).filter((name) => COURSE_NAME.test(name)).sort();
    this.#turn = [...all.filter((course) => !this.#turn.includes(course)), ...this.#turn];
  }

  #workerOf(course: string, lane: Lane): Worker<unknown> {
    const name = queueOf(course, lane);
    const known = this.#workers.get(name);
    if (known !== undefined) return known;
    const { lockMs, onError } = this.#options;
    const worker = new Worker<unknown>(name, null, {
      connection: this.#redis,
      prefix: PREFIX,
      autorun: false,
      lockDuration: lockMs,
      stalledInterval: lockMs / 2,
      maxStalledCount: MOST_STALLED,
    });
    worker.on('error', onError);
    // jobs are fetched here, so that BullMQ does not look for lost ones by itself
    void worker.startStalledCheckTimer().catch(onError);
    this.#workers.set(name, worker);
    return worker;
  }
}

/** As opposed to what is wrong with the connection. */
function isUnreadable(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && error.message.includes('WRONGTYPE'));
}
