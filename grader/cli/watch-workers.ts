/** Tells those who wait for one result why nothing happens: no worker is there, or the course is paused. */
import { withQueue } from '../queue/admin/lanes.js';
import { workersOf } from '../queue/admin/overview.js';
import { PREFIX } from '../queue/names.js';
import { openRedis } from '../queue/redis.js';
import { VERSION } from '../schema/version.js';

/** A worker that is there takes a job at once; one that has just lost its connection is soon back. */
const EVERY_MS = 3000;

/** Looks until the function that it returns is called. What goes wrong here is told by those who wait. */
export function watchForWorkers(url: string, course: string): () => void {
  let told = '';
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    const why = await whyNothing(url, course).catch(() => '');
    isLooking = false;
    if (why !== told && why !== '') process.stderr.write(`${why}\n`);
    told = why;
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}

async function whyNothing(url: string, course: string): Promise<string> {
  const redis = await openRedis(url, { isPatient: false });
  try {
    if (await withQueue(redis, course, 'urgent', PREFIX, (queue) => queue.isPaused())) {
      return `The course ${course} is paused: it waits until somebody runs tuxgrade queue resume --course ${course} --queue URL`;
    }
    if ((await workersOf(redis, VERSION)) > 0) return '';
    return `No worker of tuxgrade ${VERSION} is connected to the queue: it waits until one is started (tuxgrade work)`;
  } finally {
    redis.disconnect();
  }
}
