/**
 * Waits for a store that is away for a while, as when its server is started again: that is no reason to leave anybody
 * ungraded. Relies on a store to throw STORE_UNAVAILABLE for nothing else, and on each request to be safe to repeat.
 */
import { setTimeout } from 'node:timers/promises';
import { GraderError } from '../../errors.js';
import type { BlobStore } from './store.js';

export interface Patience {
  /** Waiting ends with this signal, whose reason is thrown. */
  readonly stop: AbortSignal;
  /** Called with what the store said first, and with null when it answers again. */
  readonly onTrouble?: (fault: GraderError | null) => void;
  /** In ms; each wait is twice as long as the one before. */
  readonly firstWaitMs?: number;
}

const FIRST_WAIT_MS = 500;
/** All waits together take half a minute. */
const WAITS = 6;

export function patientStore(store: BlobStore, patience: Patience): BlobStore {
  const { stop, onTrouble = () => undefined, firstWaitMs = FIRST_WAIT_MS } = patience;
  let isAway = false;
  const tell = (fault: GraderError | null) => {
    if ((fault !== null) === isAway) return;
    isAway = fault !== null;
    onTrouble(fault);
  };
  const patiently = async <T>(act: () => Promise<T>): Promise<T> => {
    for (let waits = 0; ; waits += 1) {
      try {
        const value = await act();
        tell(null);
        return value;
      } catch (error) {
        if (!(error instanceof GraderError) || error.code !== 'STORE_UNAVAILABLE') throw error;
        tell(error);
        if (waits === WAITS) throw error;
      }
      stop.throwIfAborted();
      await setTimeout(firstWaitMs * 2 ** waits, undefined, { signal: stop }).catch(() => {
        stop.throwIfAborted();
      });
    }
  };
  return {
    shown: store.shown,
    get: (name) => patiently(() => store.get(name)),
    putNew: (name, bytes) => patiently(() => store.putNew(name, bytes)),
    replace: (name, bytes) => patiently(() => store.replace(name, bytes)),
    list: (folder) => patiently(() => store.list(folder)),
    close: () => {
      store.close();
    },
  };
}
