/**
 * Workers that have run a model and can run the next one of the same submission. None of them has student code, and a
 * model whose answers are odd in such a worker is asked again in a new one, so nothing depends on what came before.
 */
import type { BackendName } from '../../protocol/backends.js';
import type { Death, Session } from '../process/session.js';

export class ModelWorkers {
  readonly #waiting = new Map<BackendName, Session>();

  /** The waiting worker of this backend; the caller then owns it. */
  take(backend: BackendName): Session | null {
    const session = this.#waiting.get(backend);
    this.#waiting.delete(backend);
    return session === undefined || session.isDead ? null : session;
  }

  /** Keeps a worker for the next model of this backend. */
  async keep(backend: BackendName, session: Session): Promise<void> {
    await this.#waiting.get(backend)?.finish();
    this.#waiting.set(backend, session);
  }

  has(session: Session): boolean {
    return [...this.#waiting.values()].includes(session);
  }

  /** Ends all of them; how they broke the rules of their channel, if one did. */
  async finish(): Promise<Death | null> {
    const ends = await Promise.all([...this.#waiting.values()].map((session) => session.finish()));
    this.#waiting.clear();
    return ends.find((end) => end !== null) ?? null;
  }
}
