/**
 * Grades by workers that take orders from a queue: the same Executor as the pool of this process. The store decides what
 * is finished; Redis only says when to look.
 */
import type { Executor, Job, LocalOptions } from '../batch/executor.js';
import { runPool } from '../batch/pool.js';
import { NO_CACHE } from '../cache/blobs.js';
import { GraderError } from '../errors.js';
import type { Envelope, Said } from '../schema/queue.js';
import { Awaiting, Replaced } from './awaiting.js';
import { blobsIn } from './blobs/blobs.js';
import { patientStore } from './blobs/patient-store.js';
import type { BlobStore } from './blobs/store.js';
import { openDispatch, type Dispatch } from './dispatch.js';
import { isSaid } from './fits.js';
import type { Lane } from './names.js';
import { envelopeOf } from './order.js';
import { ordersInto, type OrderOptions } from './orders.js';
import { openRedis, watchConnection } from './redis.js';
import { resultsIn, type Result } from './results.js';
import type { Seal } from './seal.js';
import { takeOver } from './take-over.js';
import { getUngraded } from './ungraded.js';

export interface QueueOptions extends OrderOptions {
  /** The URL of Redis. */
  readonly url: string;
  readonly store: BlobStore;
  readonly seal: Seal;
  readonly course: string;
  readonly lane: Lane;
  readonly priority?: number;
  /** With the id of a student it makes a place, of which only the newest submission is graded. */
  readonly run: string;
  /** How often what is awaited is looked for, whatever was heard. */
  readonly everyMs?: number;
  /** Called when Redis or the store does not answer, and with null when they do again. */
  readonly onTrouble?: (fault: GraderError | null) => void;
  /** Called with an id that was graded more than once, with different results. */
  readonly onDiffering?: (id: string, others: number) => void;
}

export interface OpenQueue {
  readonly executor: (options: LocalOptions) => Executor;
  /** Puts what is neither graded nor queued into the queue. */
  readonly enqueue: (found: readonly Job[], options: LocalOptions) => Promise<Enqueued>;
  readonly close: () => Promise<void>;
}

export interface Enqueued {
  readonly queued: number;
  readonly graded: number;
}

/** Orders that are awaited at a time. Workers together must have fewer places, or some are idle. */
const AHEAD = 512;
/** Orders that are put into the queue at a time. */
const AT_ONCE = 8;
const EVERY_MS = 5000;

/** Throws as openRedis does. */
export async function openQueue(given: QueueOptions): Promise<OpenQueue> {
  const { store, seal, course } = given;
  const giveUp = new AbortController();
  const parts = await openParts(given, giveUp.signal);
  const { results, orders, dispatch, awaiting } = parts;
  const envelopeFor = async (job: Job, options: LocalOptions) =>
    envelopeOf(await orders.orderFor(job, options), course, seal.alias(JSON.stringify([given.run, job.id])), seal);
  const run = async (job: Job, options: LocalOptions) => {
    const { recorded, others } = await resultOf(await envelopeFor(job, options), parts, options.signal);
    if (others > 0) given.onDiffering?.(job.id, others);
    return await takeOver(recorded, job, options);
  };
  const endWith = (signal: AbortSignal | undefined) => {
    const end = () => {
      giveUp.abort(signal?.reason);
    };
    if (signal?.aborted === true) end();
    signal?.addEventListener('abort', end, { once: true });
  };
  const closeAll = async () => {
    giveUp.abort();
    awaiting.close();
    await Promise.all([dispatch.close(), orders.close()]);
    parts.redis.disconnect();
    store.close();
  };
  let closed: Promise<void> | null = null;
  // by whoever uses the executor, and by whoever opened the queue, should it not come to that
  const close = () => (closed ??= closeAll());
  return {
    executor: (options) => {
      endWith(options.signal);
      return {
        ...{ jobs: AHEAD, attempts: 1, isElsewhere: true, close },
        run: async (job) => {
          try {
            return await run(job, options);
          } catch (error) {
            options.signal?.throwIfAborted();
            throw asFault(error);
          }
        },
      };
    },
    enqueue: async (found, options) => {
      endWith(options.signal);
      let graded = 0;
      await runPool(found, AT_ONCE, options.signal, async (job) => {
        const envelope = await envelopeFor(job, options);
        if (await results.has(envelope.fingerprint)) graded += 1;
        else await enqueueOne(envelope, dispatch);
      });
      options.signal?.throwIfAborted();
      return { queued: found.length - graded, graded };
    },
    close,
  };
}

type Parts = Awaited<ReturnType<typeof openParts>>;

async function openParts(given: QueueOptions, giveUp: AbortSignal) {
  const { url, seal, course, lane, priority, everyMs = EVERY_MS, onTrouble = () => undefined } = given;
  const troubleOf = troublesTo(onTrouble);
  const store = patientStore(given.store, { stop: giveUp, onTrouble: troubleOf('the store') });
  const blobs = blobsIn({ store, seal, cache: NO_CACHE });
  const results = resultsIn(store, seal);
  const redis = await openRedis(url);
  watchConnection(redis, url, troubleOf('Redis'));
  const acceptUngraded = async (fingerprint: string, said: Said) => {
    const recorded = await getUngraded(blobs, fingerprint, said).catch(() => null);
    // otherwise it is found to be gone and put back
    if (recorded !== null) awaiting.accept(fingerprint, { recorded, others: 0 });
  };
  const onEnd = (fingerprint: string, said: unknown) => {
    if (isSaid(said)) void acceptUngraded(fingerprint, said);
    else awaiting.heard(fingerprint);
  };
  const dispatch = openDispatch(redis, { course, lane, priority, onEnd });
  const awaiting = new Awaiting({ dispatch, results, everyMs, onTrouble: troubleOf('what is awaited') });
  return { redis, results, dispatch, awaiting, orders: ordersInto(blobs, given) };
}

/** Tells of trouble once, whoever notices it, and of its end when nobody has any. */
function troublesTo(
  tell: (fault: GraderError | null) => void,
): (source: string) => (fault: GraderError | null) => void {
  const troubled = new Set<string>();
  return (source) => (fault) => {
    const before = troubled.size;
    if (fault === null) troubled.delete(source);
    else troubled.add(source);
    if ((before === 0) !== (troubled.size === 0)) tell(fault);
  };
}

async function enqueueOne(envelope: Envelope, dispatch: Dispatch): Promise<void> {
  // it failed in an earlier run, and is asked for again
  if ((await dispatch.where(envelope.fingerprint)).at === 'failed') await dispatch.forget(envelope.fingerprint);
  await dispatch.add(envelope);
}

async function resultOf(
  envelope: Envelope,
  { results, awaiting, dispatch }: Parts,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const known = await results.read(envelope.fingerprint);
  if (known !== null) return known;
  // before it is queued, so that no end is missed; while Redis is away, queueing waits, and the run may be stopped
  const coming = awaiting.result(envelope, signal);
  const queueing = enqueueOne(envelope, dispatch);
  // whichever is not waited for any more may still fail, as when the queue is closed
  for (const one of [coming, queueing]) one.catch(() => undefined);
  return (await Promise.race([coming, queueing])) ?? (await coming);
}

function asFault(error: unknown): GraderError {
  if (error instanceof GraderError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof Replaced) {
    return new GraderError('INTERNAL', text, { advice: 'Its result is that of the newer one.', cause: error });
  }
  return new GraderError('INTERNAL', text, { cause: error });
}
