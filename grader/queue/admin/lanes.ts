/**
 * The courses and lanes of a queue, for those who look after it. Whoever can write to Redis may have put anything there: a
 * name is used only if it is one, and what Redis says against a key of another type becomes a sentence.
 */
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { GraderError } from '../../errors.js';
import { suggest } from '../../schema/sentences.js';
import { COURSE_NAME, COURSES, LANES, PREFIX, prefixOf, queueOf, VERSIONS, type Lane } from '../names.js';
import { VERSION } from '../../schema/version.js';

export interface LaneQueue {
  readonly course: string;
  readonly lane: Lane;
  readonly queue: Queue<unknown>;
}

/** Names of versions are parts of keys. */
const VERSION_NAME = /^\d[0-9A-Za-z.+-]{0,63}$/;
const MOST_NAMES = 10_000;

/** Names in a set of Redis that match, sorted, and how many others there are. */
async function namesIn(redis: Redis, key: string, pattern: RegExp): Promise<{ names: string[]; strange: number }> {
  const all = await asked(() => redis.smembers(key));
  const names = all.filter((name) => pattern.test(name)).sort();
  return { names: names.slice(0, MOST_NAMES), strange: all.length - names.length };
}

/** The courses of this version. Throws QUEUE_UNAVAILABLE. */
export function coursesIn(redis: Redis): Promise<{ readonly names: readonly string[]; readonly strange: number }> {
  return namesIn(redis, COURSES, COURSE_NAME);
}

/** The versions of the grader that ever put a job there, but this one. Throws QUEUE_UNAVAILABLE. */
export async function otherVersionsIn(redis: Redis): Promise<readonly string[]> {
  const { names } = await namesIn(redis, VERSIONS, VERSION_NAME);
  return names.filter((name) => name !== VERSION);
}

/** The courses of another version. */
export async function coursesOfVersion(redis: Redis, version: string): Promise<readonly string[]> {
  return (await namesIn(redis, `${prefixOf(version)}:courses`, COURSE_NAME)).names;
}

/**
 * Does something with each lane of a course, or of all. Throws USAGE for a course that never had a job, and
 * QUEUE_UNAVAILABLE.
 */
export async function eachLane<T>(
  redis: Redis,
  course: string | null,
  then: (lane: LaneQueue) => Promise<T>,
): Promise<T[]> {
  const { names } = await coursesIn(redis);
  if (course !== null && !names.includes(course)) throw unknownCourse(course, names);
  const results: T[] = [];
  for (const name of course === null ? names : [course]) {
    for (const lane of LANES) {
      results.push(await withQueue(redis, name, lane, PREFIX, (queue) => then({ course: name, lane, queue })));
    }
  }
  return results;
}

/** Opens one queue for as long as `then` takes. */
export async function withQueue<T>(
  redis: Redis,
  course: string,
  lane: Lane,
  prefix: string,
  then: (queue: Queue<unknown>) => Promise<T>,
): Promise<T> {
  // what is only looked at is not written to
  const queue = new Queue<unknown>(queueOf(course, lane), { connection: redis, prefix, skipMetasUpdate: true });
  queue.on('error', () => undefined);
  try {
    return await asked(() => then(queue));
  } finally {
    await queue.close().catch(() => undefined);
  }
}

/** Calls Redis; what it answers with an error is thrown as QUEUE_UNAVAILABLE. */
export async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof GraderError) throw cause;
    throw new GraderError('QUEUE_UNAVAILABLE', sentenceOf(cause instanceof Error ? cause.message : String(cause)), {
      advice:
        'Results are not in Redis: once the queue is emptied (redis-cli flushdb, if nothing else uses that database), the same commands with --resume put back what is left.',
      cause,
    });
  }
}

const MOST_SAID = 300;

function sentenceOf(said: string): string {
  if (/Connection is closed|max retries|Command timed out|ECONN|Stream isn't writeable/i.test(said)) {
    return 'Redis could be reached and no longer answers';
  }
  if (/WRONGTYPE/.test(said)) return 'a key of the queue in Redis is not of the type that it should be';
  return `Redis does not do what was asked: ${said.slice(0, MOST_SAID)}`;
}

function unknownCourse(course: string, names: readonly string[]): GraderError {
  const known = names.length === 0 ? 'No course has had a job yet.' : `There are ${names.slice(0, 20).join(', ')}.`;
  return new GraderError('USAGE', `--course ${course} is not in this queue${suggest(course, names)}`, {
    advice: known,
  });
}
