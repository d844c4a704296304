/** What a worker counts for Prometheus, all of it from the lines of its log, so that the two cannot disagree. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { VERSION } from '../../schema/version.js';
import type { Log, LogEvent } from '../worker.js';

export interface WorkerMetrics {
  readonly registry: Registry;
  /** The same log, which also counts. */
  readonly counting: Log;
}

/** How a job that was taken can end. */
const OUTCOMES: readonly LogEvent[] = ['recorded', 'known', 'replaced', 'refused', 'ungraded', 'failed', 'handed-back'];
/** In seconds: a small homework takes one, models of hundreds of megabytes minutes. */
const BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

/** `places`: how many jobs at a time. */
export function workerMetrics(log: Log, places: number): WorkerMetrics {
  const registry = new Registry();
  const registers = [registry];
  const info = new Gauge({
    name: 'tuxgrade_worker_info',
    help: 'Always 1; says which version of tuxgrade this worker is',
    labelNames: ['version'],
    registers,
  });
  info.set({ version: VERSION }, 1);
  new Gauge({ name: 'tuxgrade_worker_places', help: 'Jobs at a time', registers }).set(places);
  const running = new Gauge({ name: 'tuxgrade_jobs_in_progress', help: 'Jobs that are being graded', registers });
  const jobs = new Counter({
    name: 'tuxgrade_jobs_total',
    help: 'Jobs that this worker ended, by course, lane and outcome',
    labelNames: ['course', 'lane', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'tuxgrade_job_duration_seconds',
    help: 'From taking a job to its end, by lane and outcome',
    labelNames: ['lane', 'outcome'],
    buckets: BUCKETS,
    registers,
  });
  const waited = new Histogram({
    name: 'tuxgrade_job_wait_seconds',
    help: 'From queueing a job to taking it, by lane, by the clocks of both machines',
    labelNames: ['lane'],
    buckets: BUCKETS,
    registers,
  });
  const troubles = new Counter({
    name: 'tuxgrade_troubles_total',
    help: 'Times that Redis or the store did not do what was asked',
    registers,
  });
  const inProgress = new Set<string>();
  const counting: Log = (event, facts) => {
    log(event, facts);
    if (event === 'trouble') troubles.inc();
    const { job, course = '', lane = '', ms = 0 } = facts;
    if (job === undefined) return;
    const key = `${String(course)} ${String(lane)} ${String(job)}`;
    if (event === 'taken') {
      inProgress.add(key);
      waited.observe({ lane }, secondsOf(facts['waited']));
    } else {
      // a job in trouble is lost by this worker, and is given to another
      inProgress.delete(key);
    }
    running.set(inProgress.size);
    if (!OUTCOMES.includes(event)) return;
    jobs.inc({ course, lane, outcome: event });
    seconds.observe({ lane, outcome: event }, secondsOf(ms));
  };
  return { registry, counting };
}

/** Clocks of two machines may disagree. */
function secondsOf(ms: string | number | undefined): number {
  return Math.max(0, Number(ms ?? 0)) / 1000;
}
