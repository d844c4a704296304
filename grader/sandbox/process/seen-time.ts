/**
 * Time that this process was there to see, in milliseconds. When it was stopped or starved, or slept with its machine,
 * it comes to its timers before it hears what has happened meanwhile: nothing may be late for that. So a tick counts
 * little, however long ago the last one was, and between two ticks everything is heard.
 */
const TICK_MS = 25;
const MOST_A_TICK_MS = 250;
/** A tick that comes no later than that was there to see all of its time. */
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

  /** The same for what adds up over many answers: being late for each of them must not sum to somebody's waiting. */
  get promptMs(): number {
    return this.#promptMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
