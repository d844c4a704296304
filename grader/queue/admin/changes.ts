/** What those who look after a queue do to it: stop and start courses, and take out what waits. Never touches a result. */
import type { Redis } from 'ioredis';
import { WAKE } from '../names.js';
import { eachLane } from './lanes.js';
import { waitingOf } from './overview.js';

/** Nothing of the course, or of any that there is, is taken until it is resumed; what runs is finished. Returns the courses. */
export async function pause(redis: Redis, course: string | null): Promise<readonly string[]> {
  const names = await eachLane(redis, course, async ({ queue, course: name }) => {
    await queue.pause();
    return name;
  });
  return [...new Set(names)];
}

export async function resume(redis: Redis, course: string | null): Promise<readonly string[]> {
  const names = await eachLane(redis, course, async ({ queue, course: name }) => {
    await queue.resume();
    await redis.publish(WAKE, name);
    return name;
  });
  return [...new Set(names)];
}

/** How many jobs wait, to be removed by `drain`. */
export async function drainable(redis: Redis, course: string | null): Promise<number> {
  return sum(await eachLane(redis, course, ({ queue }) => waitingOf(queue)));
}

/** Takes out what waits; what runs is finished. Returns how many were taken out. */
export async function drain(redis: Redis, course: string | null): Promise<number> {
  const removed = await eachLane(redis, course, async ({ queue }) => {
    const before = await waitingOf(queue);
    await queue.drain(true);
    return before;
  });
  return sum(removed);
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
