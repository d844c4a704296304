/**
 * A clock that counts only time in which this process was running, in milliseconds. After the process was stopped,
 * starved or suspended, it runs its timers before it reads what its children sent in the meantime, and late timers must
 * not count as lateness of a child. Each tick therefore counts for a limited time, however long ago the previous one
 * was, and all pending input is read between two ticks.
 */
const TICK_MS = 25;
const MOST_A_TICK_MS = 250;
/** A tick that is at most this late counts in full. */
const PROMPT_TICK_MS = 2 * TICK_MS;

export class SeenTime {
  #ms = 0;
  #promptMs = 0;
  #last = performance.now();
  readonly #timer: NodeJS.Timeout;

  constructor(onTick: () => void = () => undefined) {
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#ms += Math.min(now - this.#last, MOST_A_TICK_MS);
      this.#promptMs += Math.min(now - this.#last, PROMPT_TICK_MS);
      this.#last = now;
      onTick();
    }, TICK_MS).unref();
  }

  get ms(): number {
    return this.#ms;
  }

  /** The same for sums over many answers: small delays of each answer must not add up to a child's waiting time. */
  get promptMs(): number {
    return this.#promptMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
