/** A conversation with one worker: one request, one reply, each with its time limit. */
import { FrameDecoder, FrameError, encodeFrame, type Frame } from '../schema/frames.js';
import type { Request } from '../schema/protocol.js';
import type { Child, Exit } from './driver.js';
import { Watch, type LimitName, type OutputLog, type Usage } from './watch.js';

/** A worker answers with a few tensors of a few numbers; predictions are the largest. */
const CAPS = { headerBytes: 1 << 20, bodyBytes: 64 << 20 };

/** Why there is no reply. The worker is gone afterwards. */
export type Death =
  | { readonly reason: 'limit'; readonly limit: LimitName; readonly ms: number }
  | { readonly reason: 'exit'; readonly exit: Exit; readonly usage: Usage }
  | { readonly reason: 'protocol'; readonly sentence: string };

export type Answered = { readonly frame: Frame } | { readonly death: Death };

interface Waiting {
  readonly resolve: (answered: Answered) => void;
  readonly timer: NodeJS.Timeout;
}

export class Session {
  readonly #child: Child;
  readonly #watch: Watch;
  readonly #decoder = new FrameDecoder(CAPS);
  #waiting: Waiting | null = null;
  #dead: Death | null = null;
  readonly #early: Frame[] = [];

  constructor(child: Child, memoryBytes: number, output: OutputLog) {
    this.#child = child;
    this.#watch = new Watch(child, memoryBytes, output);
    child.channel.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    void child.exited.then((exit) => {
      const { limit, usage } = this.#watch;
      this.#die(limit === null ? { reason: 'exit', exit, usage } : { reason: 'limit', limit, ms: 0 });
    });
  }

  get usage(): Usage {
    return this.#watch.usage;
  }

  /** Waits for the worker's first frame, which no request asked for. */
  ready(ms: number): Promise<Answered> {
    return this.#wait(ms);
  }

  request(header: Request, body: Uint8Array, ms: number): Promise<Answered> {
    const surplus = this.#early.shift();
    if (surplus !== undefined) {
      this.#violate('the worker sent a frame that nobody asked for');
    }
    if (this.#dead === null) this.#child.channel.write(encodeFrame(header, body));
    return this.#wait(ms);
  }

  abort(): void {
    this.#watch.kill('aborted');
  }

  /** Ends the worker and waits until it is gone. */
  async close(): Promise<void> {
    this.#dead ??= { reason: 'limit', limit: 'aborted', ms: 0 };
    this.#child.kill();
    await this.#child.exited;
  }

  #wait(ms: number): Promise<Answered> {
    if (this.#dead !== null) return Promise.resolve({ death: this.#dead });
    const early = this.#early.shift();
    if (early !== undefined) return Promise.resolve({ frame: early });
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#watch.kill('time');
        this.#die({ reason: 'limit', limit: 'time', ms });
      }, ms);
      this.#waiting = { resolve, timer };
    });
  }

  #receive(chunk: Uint8Array): void {
    if (this.#dead !== null) return;
    try {
      for (const frame of this.#decoder.push(chunk)) this.#deliver(frame);
    } catch (error) {
      this.#violate(error instanceof FrameError ? error.message : 'a frame that cannot be read');
    }
  }

  #deliver(frame: Frame): void {
    const waiting = this.#settle();
    if (waiting !== null) waiting.resolve({ frame });
    else if (this.#early.length > 0) this.#violate('the worker sent frames that nobody asked for');
    else this.#early.push(frame);
  }

  #violate(sentence: string): void {
    this.#die({ reason: 'protocol', sentence });
    this.#child.kill();
  }

  #die(death: Death): void {
    this.#dead ??= death;
    this.#settle()?.resolve({ death: this.#dead });
  }

  #settle(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) clearTimeout(waiting.timer);
    return waiting;
  }
}
