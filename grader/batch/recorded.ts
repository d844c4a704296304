/**
 * Wraps the work on one submission so that the journal knows of it: its start is on the disk before the work goes on,
 * its end only after the work resolved, and work that stops without an end is released, because the grader that says so
 * is alive. Must not know what the work is.
 */
import type { Begun, Entry } from './journal-lines.js';

/** As much of a journal as is needed to write to it. */
export interface Recorder {
  append(line: Begun | Entry): Promise<void>;
}

/** A submission as it looks from outside, and what it is graded with. */
export type Mark = Omit<Begun, 'released'>;

export interface Outcome<T> {
  /** What the journal is told; null if it knows that already. */
  readonly end: Entry | null;
  readonly value: T;
}

/**
 * `work` must call `begin` before it does what might kill the grader; a second call does nothing. It resolves with null
 * if the run was stopped in the meantime. Rejects as `work` does.
 */
export async function recorded<T>(
  journal: Recorder,
  mark: Mark,
  work: (begin: () => Promise<void>) => Promise<Outcome<T> | null>,
): Promise<T | null> {
  let hasBegun = false;
  const begin = async () => {
    if (hasBegun) return;
    hasBegun = true;
    await journal.append(mark);
  };
  const release = async () => {
    if (hasBegun) await journal.append({ ...mark, released: true });
  };
  let outcome: Outcome<T> | null;
  try {
    outcome = await work(begin);
    if (outcome !== null && outcome.end !== null) await journal.append(outcome.end);
  } catch (error) {
    // the first error says more than that its release could not be written either
    await release().catch(() => undefined);
    throw error;
  }
  if (outcome === null || outcome.end === null) await release();
  return outcome === null ? null : outcome.value;
}
