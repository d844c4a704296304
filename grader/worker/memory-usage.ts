/**
 * Lets `process.memoryUsage` answer in the sandbox, which has no /proc, where Node.js reads how much memory the process
 * takes: the numbers are then those of V8, and the most memory that was taken so far, which the kernel tells the process
 * itself.
 */
import type { HeapInfo } from 'node:v8';

type Usage = ReturnType<typeof process.memoryUsage>;

// loading it takes time, and few programs ask
const heap = (): HeapInfo => process.getBuiltinModule('node:v8').getHeapStatistics();
const peak = () => process.resourceUsage().maxRSS * 1024;

export function usageWithoutProc(): Usage {
  const { total_heap_size: heapTotal, used_heap_size: heapUsed, external_memory: external } = heap();
  return { rss: peak(), heapTotal, heapUsed, external, arrayBuffers: 0 };
}

/** Replaces it where it throws; elsewhere it stays as it is. */
export function letMemoryBeAsked(): void {
  const { memoryUsage } = process;
  const orElse =
    <T>(ask: () => T, otherwise: () => T) =>
    () => {
      try {
        return ask();
      } catch {
        return otherwise();
      }
    };
  const rss = orElse(memoryUsage.rss.bind(memoryUsage), peak);
  process.memoryUsage = Object.assign(orElse(memoryUsage.bind(process), usageWithoutProc), { rss });
}
