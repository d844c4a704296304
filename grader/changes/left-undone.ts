/** The words for a decision that counts, but is not in every file yet. */
import { GraderError } from '../errors.js';

export interface LeftUndone {
  /** The decision, to begin a sentence. */
  readonly what: string;
  /** How to finish, as a sentence. */
  readonly finish: string;
}

/** Does `work`; what it throws says that the decision is recorded. */
export async function finishing<T>({ what, finish }: LeftUndone, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GraderError)) throw error;
    const { code, message, advice } = error;
    throw new GraderError(code, `${what} is recorded and counts, but it is not in all files yet: ${message}`, {
      advice: `${advice === undefined ? '' : `${advice} `}${finish}`,
      cause: error,
    });
  }
}
