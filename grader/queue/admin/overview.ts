/** What a queue looks like: what waits, runs and failed in each lane, who works, and what nobody will take. Only reads. */
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { LANES, prefixOf, wakeOf, type Lane } from '../names.js';
import { VERSION } from '../../schema/version.js';
import { asked, coursesIn, coursesOfVersion, eachLane, otherVersionsIn, withQueue } from './lanes.js';

export interface LaneState {
  readonly course: string;
  readonly lane: Lane;
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
  readonly isPaused: boolean;
  /** How long the first of those that wait has waited; null if none waits or its time makes no sense. */
  readonly oldestWaitMs: number | null;
}

export interface OtherVersion {
  readonly version: string;
  readonly waiting: number;
  /** Connected workers of that version: none of this one takes its jobs. */
  readonly workers: number;
}

export interface Overview {
  readonly version: string;
  /** Connected workers of this version, whichever courses they serve. */
  readonly workers: number;
  readonly lanes: readonly LaneState[];
  /** Those that have jobs or workers. */
  readonly otherVersions: readonly OtherVersion[];
  /** Entries that tuxgrade did not write, and that are left alone. */
  readonly strange: number;
}

/** In which BullMQ keeps what waits. */
const WAITING = ['wait', 'prioritized', 'delayed'] as const;
/** Of a lane with priorities, the oldest is looked for among so many. */
const LOOKED_AT = 200;

/** `now` in ms since 1970. Throws USAGE for a course that never had a job, and QUEUE_UNAVAILABLE. */
export async function overviewOf(redis: Redis, course: string | null, now: number): Promise<Overview> {
  const lanes = await eachLane(redis, course, async ({ queue, ...names }) => ({
    ...names,
    ...(await stateOf(queue, redis, now)),
  }));
  const { strange } = await coursesIn(redis);
  return {
    version: VERSION,
    workers: await workersOf(redis, VERSION),
    lanes,
    otherVersions: await otherVersions(redis),
    strange,
  };
}

/** Each worker listens for new jobs from its start to its end, even one that is killed. */
export async function workersOf(redis: Redis, version: string): Promise<number> {
  const channel = wakeOf(version);
  const [, count] = await asked(() => redis.pubsub('NUMSUB', channel));
  return Number(count);
}

async function stateOf(queue: Queue<unknown>, redis: Redis, now: number): Promise<Omit<LaneState, 'course' | 'lane'>> {
  const counts = await queue.getJobCounts(...WAITING, 'active', 'failed');
  return {
    waiting: waitingIn(counts),
    active: counts['active'] ?? 0,
    failed: counts['failed'] ?? 0,
    isPaused: await queue.isPaused(),
    oldestWaitMs: await oldestWait(queue, redis, now),
  };
}

function waitingIn(counts: Readonly<Record<string, number>>): number {
  return WAITING.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

export async function waitingOf(queue: Queue<unknown>): Promise<number> {
  return waitingIn(await queue.getJobCounts(...WAITING));
}

async function oldestWait(queue: Queue<unknown>, redis: Redis, now: number): Promise<number | null> {
  // new ones are put at the head of a list, and at the end of their priority
  const ends = await Promise.all([
    redis.lrange(queue.toKey('wait'), -1, -1),
    redis.zrange(queue.toKey('prioritized'), '0', String(LOOKED_AT - 1)),
  ]);
  const times = await Promise.all(ends.flat().map((id) => redis.hget(queue.toKey(id), 'timestamp').catch(() => null)));
  const sensible = times.map(Number).filter((time) => Number.isFinite(time) && time > 0 && time <= now);
  return sensible.length === 0 ? null : now - Math.min(...sensible);
}

async function otherVersions(redis: Redis): Promise<OtherVersion[]> {
  const found: OtherVersion[] = [];
  for (const version of await otherVersionsIn(redis)) {
    let waiting = 0;
    for (const course of await coursesOfVersion(redis, version)) {
      for (const lane of LANES) waiting += await withQueue(redis, course, lane, prefixOf(version), waitingOf);
    }
    const workers = await workersOf(redis, version);
    if (waiting > 0 || workers > 0) found.push({ version, waiting, workers });
  }
  return found;
}
