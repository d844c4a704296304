/** A store that several machines share may be away for a while, which is no reason to leave anybody ungraded. */
import { setTimeout } from 'node:timers/promises';
import { GraderError } from '../errors.js';

const FIRST_WAIT_MS = 500;
/** All waits together take half a minute. */
const LONGEST_WAIT_MS = 16_000;

/** Does it again, each time after twice as long, while the store cannot be used. Throws the signal's reason after an abort. */
export async function patiently<T>(act: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  for (let wait = FIRST_WAIT_MS; ; wait *= 2) {
    try {
      return await act();
    } catch (error) {
      const isAway = error instanceof GraderError && error.code === 'STORE_UNAVAILABLE';
      if (!isAway || wait > LONGEST_WAIT_MS) throw error;
    }
    await setTimeout(wait, undefined, signal === undefined ? {} : { signal });
  }
}
