/** Runs jobs side by side, a few at a time, and hands over each result when it is there. */

/**
 * Calls `run` for every item with at most `size` at a time. What `run` throws stops the pool: it is for faults that no
 * further item can escape. Once `signal` is aborted no further item is begun.
 */
export async function runPool<T>(
  items: readonly T[],
  size: number,
  signal: AbortSignal | undefined,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
      if (signal?.aborted === true) return;
      await run(item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, items.length) }, work));
}
