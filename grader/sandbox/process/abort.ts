/** Connects a caller's AbortSignal to a session, which ends when the signal is aborted. */
import type { Session } from './session.js';

/** Aborts the session when the signal is aborted, as long as the session lives. */
export function endWith(signal: AbortSignal | undefined, session: Session): void {
  const abort = () => {
    session.abort();
  };
  signal?.addEventListener('abort', abort, { once: true });
  void session.ended.then(() => {
    signal?.removeEventListener('abort', abort);
  });
}
