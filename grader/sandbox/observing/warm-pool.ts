/**
 * Rooms whose programs are started before a submission arrives, so that grading starts immediately. A room is handed
 * out once and must not be reused. Rooms that wait too long are ended, so that a process that lives for days does not
 * hold idle programs.
 */
import { Room, type Need } from './room.js';

export interface PoolOptions {
  /** The number of waiting rooms. */
  readonly spares: number;
  /** How long a room waits before it is ended; the next submission then starts cold. */
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

  /** `need` is null for submissions that need no worker; rooms are then empty folders. */
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

  /** A room for one submission, to be returned with `giveBack`. */
  take(): Room {
    return this.#oldestWarm() ?? this.#makeRoom();
  }

  /** Ends what is left in a room and starts new ones: not earlier, because that would slow down its user. */
  giveBack(room: Room): void {
    setImmediate(() => {
      this.#end(room);
      this.fill();
    });
  }

  /** Resolves when all waiting rooms are ready. */
  async ready(): Promise<void> {
    this.fill();
    await Promise.all([...this.#rooms.keys()].map((room) => room.ready()));
  }

  /** Ends all waiting rooms. Rooms that were handed out belong to their users. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const room of this.#rooms.keys()) this.#end(room);
    // includes rooms that were returned in this turn of the event loop
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
      // killed from outside, or by the system because memory ran out
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
