/** Ctrl-C as an AbortSignal: the first asks for an orderly end, the second ends at once. */
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
