/**
 * Puts orders into the queue of a course and hears of their ends. Redis may lose all of it at any moment, and what it says
 * is never taken as a result: results are read from the store, and what is neither there nor queued is put back.
 */
import { Queue, QueueEvents, UnrecoverableError } from 'bullmq';
import type { Redis } from 'ioredis';
import { GraderError, OTHER_CODES } from '../errors.js';
import type { Envelope } from '../schema/queue.js';
import { COURSES, newestOf, PREFIX, queueOf, VERSIONS, WAKE, type Lane } from './names.js';
import { VERSION } from '../schema/version.js';

/** A job that failed is tried so often, by whichever worker. */
const ATTEMPTS = 3;

/** What is the newest of a place is forgotten so long after the last submission of its course. */
const NEWEST_SECONDS = 30 * 24 * 3600;

/** Where a job is, as far as Redis knows. */
export type Whereabouts =
  | { readonly at: 'queued' }
  | { readonly at: 'failed'; readonly fault: GraderError }
  /** Done, dropped for a newer one, or lost. */
  | { readonly at: 'gone' };

export interface Dispatch {
  /** Does nothing if the same job is there. A job of the same slot that waits is dropped. */
  add(envelope: Envelope): Promise<void>;
  where(fingerprint: string): Promise<Whereabouts>;
  /** Whether a newer submission has taken the place of this one. */
  isReplaced(envelope: Envelope): Promise<boolean>;
  /** Forgets that it failed, so that it can be added again. */
  forget(fingerprint: string): Promise<void>;
  close(): Promise<void>;
}

export interface DispatchOptions {
  readonly course: string;
  readonly lane: Lane;
  /** Of this lane; the lower, the sooner. */
  readonly priority?: number | undefined;
  /** Called with the fingerprint of a job that may have ended, and what its worker said of it. */
  readonly onEnd: (fingerprint: string, said: unknown) => void;
}

export function openDispatch(redis: Redis, options: DispatchOptions): Dispatch {
  const { course, lane, priority, onEnd } = options;
  const name = queueOf(course, lane);
  const queue = new Queue<Envelope>(name, { connection: redis, prefix: PREFIX });
  // a stream needs a connection of its own
  const listening = redis.duplicate();
  const events = new QueueEvents(name, { connection: listening, prefix: PREFIX });
  queue.on('error', ignore);
  events.on('error', ignore);
  events.on('completed', ({ jobId, returnvalue }) => {
    onEnd(jobId, returnvalue);
  });
  events.on('failed', ({ jobId }) => {
    onEnd(jobId, null);
  });
  const newest = newestOf(course);
  return {
    add: async (envelope) => {
      const { fingerprint, slot } = envelope;
      const before = await redis.hget(newest, slot);
      const told = redis.pipeline().hset(newest, slot, fingerprint).expire(newest, NEWEST_SECONDS);
      await told.sadd(COURSES, course).sadd(VERSIONS, VERSION).exec();
      // one that is being graded cannot be dropped: its result is kept, and nobody waits for it
      if (before !== null && before !== fingerprint) await queue.remove(before).catch(ignore);
      await queue.add('grade', envelope, {
        jobId: fingerprint,
        attempts: ATTEMPTS,
        removeOnComplete: true,
        ...(priority === undefined ? {} : { priority }),
      });
      await redis.publish(WAKE, course);
    },
    where: async (fingerprint) => {
      const state = await queue.getJobState(fingerprint);
      if (state === 'unknown' || state === 'completed') return { at: 'gone' };
      if (state !== 'failed') return { at: 'queued' };
      const reason = await redis.hget(queue.toKey(fingerprint), 'failedReason').catch(() => null);
      return { at: 'failed', fault: faultIn(reason ?? '') };
    },
    isReplaced: async ({ fingerprint, slot }) => {
      const now = await redis.hget(newest, slot);
      return now !== null && now !== fingerprint;
    },
    forget: async (fingerprint) => {
      await queue.remove(fingerprint);
    },
    close: async () => {
      await Promise.allSettled([events.close(), queue.close()]);
      listening.disconnect();
    },
  };
}

/** Connections are restored by themselves, and what was missed meanwhile is found by asking again. */
const ignore = () => undefined;

/** The error that a worker gives BullMQ for a fault; one that comes again every time is not tried again. */
export function asFailure({ code, message, advice, fault }: GraderError): Error {
  const text = JSON.stringify({ code, message, advice });
  return fault === 'system' ? new Error(text) : new UnrecoverableError(text);
}

/** The fault in the reason of a job that failed. Whoever writes to Redis may have written it: it never becomes a student's. */
export function faultIn(reason: string): GraderError {
  const told = toldIn(reason);
  if (told !== null) return told;
  const text = /stalled/.test(reason)
    ? 'each time a worker took it, the worker ended or could not be reached before it was finished'
    : `its job failed (${reason.slice(0, MOST_REASON)})`;
  return new GraderError('INTERNAL', text, {
    advice: 'See the logs of the workers; `tuxgrade queue retry` tries again.',
  });
}

const MOST_REASON = 1000;
function toldIn(reason: string): GraderError | null {
  try {
    const { code, message, advice } = JSON.parse(reason) as Record<string, unknown>;
    // faults that a worker may report: none of a student
    const known = OTHER_CODES.find((one) => one === code);
    if (known === undefined || typeof message !== 'string') return null;
    const short = message.slice(0, MOST_REASON);
    return new GraderError(known, short, typeof advice === 'string' ? { advice: advice.slice(0, MOST_REASON) } : {});
  } catch {
    return null;
  }
}
