/**
 * A conversation with one worker: one request and one reply at a time, each with its time limit. Must not interpret
 * replies; an unrequested or malformed frame ends the worker. Relies on `Watch` for limits.
 */
import { setImmediate } from 'node:timers/promises';
import { FrameDecoder, FrameError, encodeFrame, type Frame, type FrameCaps } from '../../protocol/frames.js';
import type { DecoderRequest } from '../../protocol/data-set.js';
import type { Request } from '../../protocol/worker.js';
import type { ReadRequest } from '../../protocol/reader.js';
import type { Child, Exit } from './child.js';
import { SeenTime } from './seen-time.js';
import type { OutputLog } from './text.js';
import { unmeasuredMsFor, wallMsFor, type Allowance } from './time-limit.js';
import { Watch, type LimitName, type ChildUsage, type WatchLimits } from './watch.js';

/** Before the first request a worker reports that it is ready, and nothing else. */
const READY_CAPS = { headerBytes: 1 << 10, bodyBytes: 0 };
/** A worker that has not run student code yet is only slow on a machine under heavy load. */
const READY_MS = 60_000;
/** How long a worker may take to end by itself after its channel was closed. */
const FAREWELL_MS = 250;
/**
 * The same for a worker that closed the channel itself: on a busy machine, ending takes time and is not a violation.
 */
const CLOSED_MS = 2000;

/** Why there is no reply. The worker is gone afterwards, or about to be. */
export type Death =
  | { readonly reason: 'limit'; readonly limit: LimitName; readonly allowed: Allowance }
  | { readonly reason: 'exit'; readonly exit: Exit; readonly usage: ChildUsage }
  | { readonly reason: 'protocol'; readonly sentence: string };

const CLOSED = { reason: 'protocol', sentence: 'it closed the channel' } as const;

export type Answered = { readonly frame: Frame } | { readonly death: Death };

interface Waiting {
  readonly resolve: (answered: Answered) => void;
  /** How much time the request may take. */
  readonly allowed: Allowance;
}

/** A request, and the largest reply that is accepted. */
export interface Message {
  readonly request: Request | DecoderRequest | ReadRequest;
  readonly body: Uint8Array;
  readonly caps: FrameCaps;
}

const UNLIMITED: Allowance = { cpuMs: Infinity, waitMs: Infinity };

export class Session {
  /** The worker's first frame, which no request asks for. */
  readonly ready: Promise<Answered>;
  readonly #child: Child;
  readonly #watch: Watch;
  readonly ended: Promise<void>;
  readonly #decoder = new FrameDecoder(READY_CAPS);
  #waiting: Waiting | null = null;
  #dead: Death | null = null;
  /** The worker closed the channel by itself. */
  #hasClosed = false;
  #isFinishing = false;

  constructor(child: Child, limits: WatchLimits, output: OutputLog, readyWallMs = READY_MS) {
    this.#child = child;
    this.#watch = new Watch(child, limits, output);
    this.ready = this.#wait(UNLIMITED);
    const timer = setTimeout(() => {
      this.#die({ reason: 'limit', limit: 'wait', allowed: UNLIMITED });
      this.#watch.kill('wait');
    }, readyWallMs);
    void this.ready.then(() => {
      clearTimeout(timer);
    });
    child.channel.on('data', (chunk: Uint8Array) => {
      this.#receive(chunk);
    });
    child.channel.once('end', () => {
      // when the grader finishes, every worker closes its end and may take some time to exit
      if (this.#watch.limit === null && !this.#isFinishing) this.#expectEnd();
    });
    this.ended = child.exited.then((exit) => {
      const { limit, usage } = this.#watch;
      const allowed = this.#waiting?.allowed ?? UNLIMITED;
      if (limit === null) this.#die({ reason: 'exit', exit, usage });
      else this.#die(this.#hasClosed ? CLOSED : { reason: 'limit', limit, allowed });
    });
  }

  get isDead(): boolean {
    return this.#dead !== null;
  }

  get usage(): ChildUsage {
    return this.#watch.usage;
  }

  /** Directs what the worker prints from now on to this log. */
  printTo(output: OutputLog): void {
    this.#watch.printTo(output);
  }

  /** The same, once everything that it has printed so far has been read. */
  async printApart(output: OutputLog): Promise<void> {
    if (this.#watch.printsTo(output)) return;
    let before: number;
    do {
      before = this.#watch.printedBytes;
      // pipes are read between two turns of the event loop
      await setImmediate();
      await setImmediate();
    } while (this.#watch.printedBytes !== before);
    this.#watch.printTo(output);
  }

  /**
   * Sends a request, limited in processor time and waiting time, and with a large margin in elapsed time. Throws
   * MACHINE_MEMORY if the machine had no memory left for the worker.
   */
  async request({ request, body, caps }: Message, allowed: Allowance): Promise<Answered> {
    if (this.#dead === null) {
      const unmeasured = unmeasuredMsFor(allowed.cpuMs);
      if (this.#watch.isMeasured) this.#watch.allow(allowed, wallMsFor(allowed.cpuMs));
      else this.#watch.allow({ ...allowed, waitMs: unmeasured }, unmeasured);
      this.#decoder.allow(caps);
      this.#child.channel.write(encodeFrame(request, body));
    }
    const answered = await this.#wait(allowed);
    if ('death' in answered && answered.death.reason === 'exit') this.#watch.blameMachine(answered.death.exit);
    return answered;
  }

  /** Ends the worker immediately, for a reason of the caller's. */
  abort(): void {
    this.#watch.kill('aborted');
  }

  /** The worker violated the protocol: it is killed, and none of its answers count. */
  violate(sentence: string): Death {
    const death: Death = { reason: 'protocol', sentence };
    this.#die(death);
    this.#watch.kill('aborted');
    return this.#dead ?? death;
  }

  /**
   * Closes the channel and waits until the worker has ended. Returns why it died if that was an unrequested frame:
   * its earlier answers may then be forged as well. May be called again.
   */
  async finish(): Promise<Death | null> {
    this.#isFinishing = true;
    this.#watch.measure();
    this.#child.channel.end();
    const timer = setTimeout(() => {
      this.abort();
    }, FAREWELL_MS);
    if (this.#dead !== null) this.abort();
    await this.#child.exited;
    clearTimeout(timer);
    return this.#dead?.reason === 'protocol' ? this.#dead : null;
  }

  #wait(allowed: Allowance): Promise<Answered> {
    if (this.#dead !== null) return Promise.resolve({ death: this.#dead });
    return new Promise((resolve) => {
      this.#waiting = { resolve, allowed };
    });
  }

  /**
   * The channel was closed by a worker that is ending, or by student code: then the process runs on until it is killed.
   */
  #expectEnd(): void {
    this.#hasClosed = true;
    const seen = new SeenTime(() => {
      if (this.#dead === null && seen.ms < CLOSED_MS) return;
      seen.stop();
      if (this.#dead === null && this.#waiting !== null) this.violate(CLOSED.sentence);
    });
  }

  #receive(chunk: Uint8Array): void {
    if (this.#dead !== null) return;
    try {
      for (const frame of this.#decoder.push(chunk)) this.#deliver(frame);
    } catch (error) {
      this.violate(error instanceof FrameError ? error.message : 'a frame that cannot be read');
    }
  }

  #deliver(frame: Frame): void {
    // memory that it holds when it answers is due to this request, not to the next one
    if (this.#watch.exceedsMemory()) return;
    const waiting = this.#settle();
    this.#watch.rest();
    if (waiting === null) this.violate('a frame that nobody asked for');
    else waiting.resolve({ frame });
  }

  #die(death: Death): void {
    this.#dead ??= death;
    this.#settle()?.resolve({ death: this.#dead });
  }

  #settle(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }
}
