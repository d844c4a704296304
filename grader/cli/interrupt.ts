/** Ctrl-C as an AbortSignal: the first asks for an orderly end, the second ends immediately. */
import { EXIT } from '../errors.js';

export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(EXIT.INTERRUPTED);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}

/** An orderly end may take long while much is being read or computed: after this time the process ends immediately. */
const PATIENCE_MS = 1500;

/** Ends the process soon after an interrupt, whatever is still running; `tell` says what is kept. */
export function leaveSoon(signal: AbortSignal, tell: () => void): void {
  signal.addEventListener('abort', () => {
    setTimeout(() => {
      tell();
      process.exit(EXIT.INTERRUPTED);
    }, PATIENCE_MS).unref();
  });
}
