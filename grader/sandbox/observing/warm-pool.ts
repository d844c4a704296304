/**
 * Rooms whose programs are started before there is a submission for them, so that grading one begins at once. Each is
 * handed out once and never comes back. What waits too long is ended: a process that lives for days holds nothing idle.
 */
import { Room, type Need } from './room.js';

export interface PoolOptions {
  /** Rooms that wait. */
  readonly spares: number;
  /** How long one waits before it is ended; the next submission then begins cold. */
  readonly idleMs?: number;
}

const IDLE_MS = 60_000;

export class WarmPool {
  readonly #need: Need | null;
  readonly #spares: number;
  readonly #idleMs: number;
  readonly #rooms = new Map<Room, NodeJS.Timeout>();
  readonly #ending = new Set<Promise<void>>();
  #closed = false;

  /** `need` is null for submissions that need no worker; then rooms are empty folders. */
  constructor(need: Need | null, { spares, idleMs = IDLE_MS }: PoolOptions) {
    this.#need = need;
    this.#spares = spares;
    this.#idleMs = idleMs;
  }

  /** Starts what is missing. */
  fill(): void {
    while (!this.#closed && this.#need !== null && this.#rooms.size < this.#spares) {
      const room = this.#makeRoom();
      const timer = setTimeout(() => {
        this.#end(room);
      }, this.#idleMs);
      timer.unref();
      this.#rooms.set(room, timer);
    }
  }

  /** A room for one submission, to be given back. */
  take(): Room {
    return this.#oldestWarm() ?? this.#makeRoom();
  }

  /** Ends what is left in a room that was taken, and starts others: not before, for that would hold its taker up. */
  giveBack(room: Room): void {
    setImmediate(() => {
      this.#end(room);
      this.fill();
    });
  }

  /** When all that wait are ready. */
  async ready(): Promise<void> {
    this.fill();
    await Promise.all([...this.#rooms.keys()].map((room) => room.ready()));
  }

  /** Ends all that wait. Rooms that were handed out are their takers'. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const room of this.#rooms.keys()) this.#end(room);
    // what was given back in this turn of the loop
    await new Promise(setImmediate);
    await Promise.all(this.#ending);
  }

  #makeRoom(): Room {
    const room = new Room();
    if (this.#need !== null) room.warm(this.#need);
    return room;
  }

  #oldestWarm(): Room | null {
    for (const room of this.#rooms.keys()) {
      if (room.isWarm) {
        clearTimeout(this.#rooms.get(room));
        this.#rooms.delete(room);
        return room;
      }
      // killed by somebody else, or by the system for want of memory
      this.#end(room);
    }
    return null;
  }

  #end(room: Room): void {
    clearTimeout(this.#rooms.get(room));
    this.#rooms.delete(room);
    const ended = room.discard().finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }
}
