/**
 * Jobs that failed: why, and how they are put back. Their ids and reasons may have been written by anyone who can write to
 * Redis, so that nothing is read that is larger than what a worker writes.
 */
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { WAKE, type Lane } from '../names.js';
import { faultIn } from '../dispatch.js';
import { asked, eachLane } from './lanes.js';

export interface FailedJob {
  readonly course: string;
  readonly lane: Lane;
  /** As it lies in Redis; that of a job of tuxgrade is a fingerprint. */
  readonly id: string;
  /** ms since 1970 */
  readonly at: number;
  readonly reason: string;
  readonly advice: string | null;
}

export interface FailedJobs {
  readonly jobs: readonly FailedJob[];
  /** How many there are; more than `jobs` if that is cut. */
  readonly total: number;
}

/** Listed of each lane. */
const MOST_LISTED = 1000;
const MOST_REASON_BYTES = 1 << 16;
const FINGERPRINT = /^[0-9a-f]{64}$/;

/** The newest first. Throws USAGE for a course that never had a job, and QUEUE_UNAVAILABLE. */
export async function failedIn(redis: Redis, course: string | null): Promise<FailedJobs> {
  const lanes = await eachLane(redis, course, async ({ queue, ...names }) => {
    const key = queue.toKey('failed');
    const total = await redis.zcard(key);
    const pairs = await redis.zrevrange(key, '0', String(MOST_LISTED - 1), 'WITHSCORES');
    const jobs: FailedJob[] = [];
    for (let at = 0; at < pairs.length; at += 2) {
      const id = pairs[at] ?? '';
      jobs.push({ ...names, id, at: Number(pairs[at + 1]), ...(await reasonOf(redis, queue, id)) });
    }
    return { jobs, total };
  });
  return {
    jobs: lanes.flatMap(({ jobs }) => jobs).sort((one, other) => other.at - one.at),
    total: lanes.reduce((sum, { total }) => sum + total, 0),
  };
}

async function reasonOf(
  redis: Redis,
  queue: Queue<unknown>,
  id: string,
): Promise<Pick<FailedJob, 'reason' | 'advice'>> {
  if (!FINGERPRINT.test(id)) return { reason: 'it is not a job of tuxgrade', advice: null };
  const key = queue.toKey(id);
  try {
    const bytes = await redis.hstrlen(key, 'failedReason');
    if (bytes > MOST_REASON_BYTES)
      return { reason: `its reason has ${String(bytes)} bytes and is not shown`, advice: null };
    const { message, advice } = faultIn((await redis.hget(key, 'failedReason')) ?? '');
    return { reason: message, advice: advice ?? null };
  } catch {
    return { reason: 'it cannot be read: its key in Redis is not that of a job', advice: null };
  }
}

export interface Retried {
  readonly retried: number;
  /** Ids of those that could not be put back. */
  readonly refused: readonly string[];
}

/**
 * Puts failed jobs back, to be tried as often as a new one: those whose id begins with `prefix`. Throws USAGE for a course
 * that never had a job, and QUEUE_UNAVAILABLE.
 */
export async function retryFailed(redis: Redis, course: string | null, prefix: string): Promise<Retried> {
  const refused: string[] = [];
  let retried = 0;
  await eachLane(redis, course, async ({ queue, course: name }) => {
    const ids = (await redis.zrange(queue.toKey('failed'), '0', '-1')).filter((id) => id.startsWith(prefix));
    for (const id of ids) {
      if (await putBack(redis, queue, id)) retried += 1;
      else refused.push(id);
    }
    if (ids.length > 0) await redis.publish(WAKE, name);
  });
  return { retried, refused };
}

/** Whether it was. One that a worker or a producer has taken meanwhile was not. */
async function putBack(redis: Redis, queue: Queue<unknown>, id: string): Promise<boolean> {
  if (!FINGERPRINT.test(id)) return false;
  try {
    const job = await queue.getJob(id);
    if (job === undefined) return false;
    // it would otherwise end as soon as it is taken, for what happened before
    await redis.hdel(queue.toKey(id), 'stc', 'defa');
    await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    return true;
  } catch (error) {
    if (await isAway(redis)) throw error;
    return false;
  }
}

async function isAway(redis: Redis): Promise<boolean> {
  return await asked(() => redis.ping()).then(
    () => false,
    () => true,
  );
}
