/** Runs jobs side by side, a few at a time, and hands over each result when it is there. */
import PQueue from 'p-queue';

/**
 * Calls `run` for every item with at most `size` at a time, in order. What `run` throws stops the pool: it is for faults
 * that no further item can escape. Once it threw, or `signal` is aborted, no further item is begun; what runs is waited
 * for.
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
