/** Runs jobs concurrently, with a limit, and passes on each result as soon as it exists. */
import PQueue from 'p-queue';

/**
 * Calls `run` for every item, in order, with at most `size` at a time. An error of `run` stops the pool, because it
 * means a fault that every further item would have. After an error, or when `signal` is aborted, no further item is
 * started, and the running ones are awaited.
 */
export async function runPool<T>(
  items: readonly T[],
  size: number,
  signal: AbortSignal | undefined,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const queue = new PQueue({ concurrency: size });
  const thrown: unknown[] = [];
  const one = async (item: T) => {
    if (signal?.aborted === true) return;
    try {
      await run(item);
    } catch (error) {
      thrown.push(error);
      queue.clear();
    }
  };
  for (const item of items) void queue.add(() => one(item));
  await queue.onIdle();
  if (thrown.length > 0) throw thrown[0];
}
