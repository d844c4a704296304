/** Runs jobs side by side, a few at a time, and hands over each result when it is there. */

/**
 * Calls `run` for every item with at most `size` at a time. What `run` throws stops the pool: it is for faults that no
 * further item can escape. Once it threw, or `signal` is aborted, no further item is begun; what runs is waited for.
 */
export async function runPool<T>(
  items: readonly T[],
  size: number,
  signal: AbortSignal | undefined,
  run: (item: T) => Promise<void>,
): Promise<void> {
  // one iterator for all: each takes what is next
  const queue = items.values();
  let hasThrown = false;
  const work = async () => {
    for (const item of queue) {
      if (hasThrown || signal?.aborted === true) return;
      try {
        await run(item);
      } catch (error) {
        hasThrown = true;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(size, items.length) }, work));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
