/** `tuxgrade work`: a worker of a queue. Its log is on standard output, a JSON object a line. */
import { NO_CACHE, userCache } from '../../cache/blobs.js';
import { EXIT, GraderError, type ExitCode } from '../../errors.js';
import { backendsFor, chooseDriver, type BackendName, type DriverName } from '../../index.js';
import { evaluationsIn } from '../../kept/evaluations.js';
import { BACKENDS } from '../../protocol/backends.js';
import { blobsIn } from '../../queue/blobs/blobs.js';
import { patientStore } from '../../queue/blobs/patient-store.js';
import { OrderGrader } from '../../queue/grading.js';
import { courseNamed } from '../../queue/names.js';
import { openRedis, watchConnection } from '../../queue/redis.js';
import { resultsIn } from '../../queue/results.js';
import { sealFrom } from '../../queue/seal.js';
import { storeAt } from '../../queue/store-at.js';
import { addressOf, serveMetrics, type Address } from '../../queue/metrics/serve.js';
import { work, type Log } from '../../queue/worker.js';
import { VERSION } from '../../schema/version.js';
import { sweepTemporary } from '../../temporary.js';
import { parseJobs } from '../jobs.js';

export interface WorkArguments {
  readonly queue: string;
  readonly store: string;
  readonly jobs?: number | undefined;
  readonly courses?: string | undefined;
  readonly once: boolean;
  readonly 'lock-seconds': number;
  readonly metrics?: string | undefined;
  readonly driver?: DriverName | undefined;
}

export async function workCommand(argv: WorkArguments): Promise<ExitCode> {
  const jobs = parseJobs(argv.jobs);
  const courses = argv.courses?.split(',').map((name) => courseNamed(name.trim(), '--courses')) ?? null;
  const lockMs = lockMsOf(argv['lock-seconds']);
  const address = argv.metrics === undefined ? null : addressOf(argv.metrics, '--metrics');
  assertIsSandbox(argv.driver);
  const seal = sealFrom(process.env);
  const opened = await storeAt(argv.store);
  const driver = await chooseDriver(argv.driver);
  const redis = await openRedis(argv.queue);
  watchConnection(redis, argv.queue, (fault) => {
    log('trouble', { message: fault === null ? 'the queue answers again' : fault.message });
  });
  const { drain, abort } = onSignals(log);
  const store = patientStore(opened, {
    stop: abort,
    onTrouble: (fault) => {
      log('trouble', { message: fault === null ? 'the store answers again' : fault.message });
    },
  });
  const cache = userCache();
  const blobs = blobsIn({ store, seal, cache: NO_CACHE });
  const rubrics = blobsIn({ store, seal, cache });
  const evaluations = evaluationsIn(cache);
  const grader = new OrderGrader({ blobs, rubrics, driver, jobs, cache, evaluations, backendsFor: named });
  sweepTemporary();
  const counted = await serveCounted(address, jobs);
  log('started', { version: VERSION, driver: driver.name, jobs, pid: process.pid });
  try {
    const results = resultsIn(store, seal);
    await work({
      redis,
      seal,
      results,
      blobs,
      grader,
      jobs,
      courses,
      once: argv.once,
      drain,
      abort,
      lockMs,
      log: counted.log,
    });
  } finally {
    await counted.close();
    await grader.close();
    redis.disconnect();
    store.close();
  }
  log('ended', { pid: process.pid });
  return EXIT.OK;
}

const log: Log = (event, facts) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...facts })}\n`);
};

/** The log, which is also counted and served if an address is given. Loaded here, because most workers are not asked. */
async function serveCounted(address: Address | null, jobs: number): Promise<{ log: Log; close: () => Promise<void> }> {
  if (address === null) return { log, close: () => Promise.resolve() };
  const { workerMetrics } = await import('../../queue/metrics/worker-metrics.js');
  const { registry, counting } = workerMetrics(log, jobs);
  return { log: counting, close: await serveMetrics(address, () => registry.metrics()) };
}

/** Whatever lies in a queue would run as this user, with the key of the queue in reach. */
function assertIsSandbox(driver: DriverName | undefined): void {
  if (driver !== 'process') return;
  throw new GraderError('USAGE', '--driver process is not a sandbox, and a worker runs code of many students', {
    advice: 'Leave --driver out: the strongest sandbox that works here is used. `tuxgrade doctor` shows which do.',
  });
}

/** The first signal lets what runs be finished, the second hands it back. */
function onSignals(tell: Log): { readonly drain: AbortSignal; readonly abort: AbortSignal } {
  const [drain, abort] = [new AbortController(), new AbortController()];
  const stop = () => {
    if (drain.signal.aborted) abort.abort();
    else {
      tell('draining', { pid: process.pid });
      drain.abort();
    }
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  return { drain: drain.signal, abort: abort.signal };
}

function lockMsOf(seconds: number): number {
  if (seconds >= 1 && seconds <= 3600) return seconds * 1000;
  throw new GraderError('USAGE', `--lock-seconds is ${String(seconds)}, expected 1 to 3600`, {
    advice: 'Leave it out for 30. Shorter finds dead workers sooner, longer bears longer gaps in the network.',
  });
}

function named(name: string | null): ReturnType<typeof backendsFor> {
  if (name === null) return backendsFor(undefined);
  const known = BACKENDS.find((one): one is BackendName => one === name);
  if (known === undefined) throw new GraderError('INTERNAL', `there is no backend ${name}`);
  return backendsFor(known);
}
