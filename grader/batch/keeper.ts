/**
 * Keeps what a run observes in a store. A store that cannot be written to must not keep anybody from being graded: those
 * whose observations are lost are graded all the same, and counted.
 */
import { GraderError } from '../errors.js';
import type { Keeper } from '../grading/grading.js';
import type { Store } from '../kept/store.js';

export interface CountingKeeper {
  readonly keep: Keeper;
  /** A remark about the class if something could not be kept; otherwise none. */
  readonly tellLost: () => string[];
}

export function keeperOf(store: Store): CountingKeeper {
  const lost = { times: 0, because: '' };
  return {
    keep: async (text) => {
      try {
        return await store.put(text);
      } catch (error) {
        if (!(error instanceof GraderError)) throw error;
        lost.times += 1;
        lost.because = error.message;
        return null;
      }
    },
    tellLost: () => {
      if (lost.times === 0) return [];
      const whose = lost.times === 1 ? 'of one submission' : `of ${String(lost.times)} submissions`;
      return [
        `the observations ${whose} could not be kept (${lost.because}): they are graded, and must be run again to be judged anew`,
      ];
    },
  };
}
