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
  const queue = [...items];
  const work = async () => {
    while (queue.length > 0 && signal?.aborted !== true) {
      const [item] = queue.splice(0, 1) as [T];
      try {
        await run(item);
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(size, items.length) }, work));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}
