/**
 * Waits for the results of orders, whatever becomes of Redis meanwhile: events say when to look, and every few seconds
 * each one that is still awaited is looked for in any case. What is neither recorded nor queued is put back.
 */
import { GraderError } from '../errors.js';
import type { Envelope } from '../schema/queue.js';
import type { Dispatch } from './dispatch.js';
import type { Result, Results } from './results.js';

export interface Awaited {
  readonly envelope: Envelope;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  /** It is being looked for. */
  isLooking: boolean;
}

export interface AwaitingOptions {
  readonly dispatch: Dispatch;
  readonly results: Results;
  /** How often all are looked for. */
  readonly everyMs: number;
  /** Called when Redis or the store did not answer, once until they do. */
  readonly onTrouble: (fault: GraderError | null) => void;
}

/** Looked for at a time: each is a question to Redis, on one connection. */
const AT_ONCE = 64;

export class Awaiting {
  readonly #options: AwaitingOptions;
  readonly #awaited = new Map<string, Awaited[]>();
  readonly #timer: NodeJS.Timeout;
  /** Of which an end was heard while they were looked for. */
  readonly #heardMeanwhile = new Set<string>();
  #isSweeping = false;
  #isInTrouble = false;

  constructor(options: AwaitingOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#sweep(), options.everyMs);
  }

  /** Rejects with a GraderError if it failed too often, or if a newer submission took its place. */
  async result(envelope: Envelope, signal?: AbortSignal): Promise<Result> {
    const { fingerprint } = envelope;
    signal?.throwIfAborted();
    return await new Promise<Result>((resolve, reject) => {
      const one: Awaited = { envelope, resolve, reject, isLooking: false };
      this.#awaited.set(fingerprint, [...(this.#awaited.get(fingerprint) ?? []), one]);
      signal?.addEventListener(
        'abort',
        () => {
          this.#settle(fingerprint, (waiting) => {
            waiting.reject(signal.reason);
          });
        },
        { once: true },
      );
    });
  }

  /** To be called when a job may have ended. */
  heard(fingerprint: string): void {
    void this.#look(fingerprint, false);
  }

  /** To be called with a result that is not recorded, since it was left ungraded and may be graded another time. */
  accept(fingerprint: string, result: Result): void {
    this.#settle(fingerprint, ({ resolve }) => {
      resolve(result);
    });
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #sweep(): Promise<void> {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    try {
      const pending = [...this.#awaited.keys()];
      for (let at = 0; at < pending.length; at += AT_ONCE) {
        await Promise.all(pending.slice(at, at + AT_ONCE).map((fingerprint) => this.#look(fingerprint, true)));
      }
    } finally {
      this.#isSweeping = false;
    }
  }

  /** `mayAdd` puts back what is not there: after an end was heard, the result is on its way. */
  async #look(fingerprint: string, mayAdd: boolean): Promise<void> {
    const [one] = this.#awaited.get(fingerprint) ?? [];
    if (one === undefined) return;
    if (one.isLooking) {
      this.#heardMeanwhile.add(fingerprint);
      return;
    }
    one.isLooking = true;
    try {
      await this.#lookOnce(one.envelope, mayAdd);
      // a second end may have been heard of before the first was looked at
      if (this.#heardMeanwhile.delete(fingerprint)) await this.#lookOnce(one.envelope, false);
      this.#tell(null);
    } catch (error) {
      // an awaited job stays so until it can be looked for
      this.#tell(error instanceof GraderError ? error : new GraderError('QUEUE_UNAVAILABLE', String(error)));
    } finally {
      one.isLooking = false;
    }
  }

  async #lookOnce(envelope: Envelope, mayAdd: boolean): Promise<void> {
    const { dispatch, results } = this.#options;
    const { fingerprint } = envelope;
    const whereabouts = await dispatch.where(fingerprint);
    if (whereabouts.at === 'queued') return;
    const result = await results.read(fingerprint);
    if (result !== null) {
      this.#settle(fingerprint, ({ resolve }) => {
        resolve(result);
      });
    } else if (whereabouts.at === 'failed') {
      this.#settle(fingerprint, ({ reject }) => {
        reject(whereabouts.fault);
      });
    } else if (await dispatch.isReplaced(envelope)) {
      this.#settle(fingerprint, ({ reject }) => {
        reject(new Replaced());
      });
    } else if (mayAdd) await dispatch.add(envelope);
  }

  #settle(fingerprint: string, end: (one: Awaited) => void): void {
    const all = this.#awaited.get(fingerprint) ?? [];
    this.#awaited.delete(fingerprint);
    this.#heardMeanwhile.delete(fingerprint);
    for (const one of all) end(one);
  }

  #tell(fault: GraderError | null): void {
    if ((fault !== null) === this.#isInTrouble) return;
    this.#isInTrouble = fault !== null;
    this.#options.onTrouble(fault);
  }
}

/** A newer submission took the place of this one while it waited. */
export class Replaced extends Error {
  override readonly name = 'Replaced';

  constructor() {
    super('a newer submission took its place while it waited');
  }
}
