/** Limits that the kernel keeps for one process, as flags of prlimit. Sizes in bytes, time in seconds of processor. */
import type { Launch } from './driver.js';

/** What Node.js itself takes before any student code: stacks of its threads, V8's own spaces, tf.js. */
const BASE_BYTES = 192 * 1024 * 1024;
/** Files can be created nowhere; this caps what might be written to an inherited descriptor. */
const FILE_BYTES = 16 * 1024 * 1024;
const STACK_BYTES = 8 * 1024 * 1024;

export function rlimitFlags({ memoryBytes, cpuSeconds }: Pick<Launch, 'memoryBytes' | 'cpuSeconds'>): string[] {
  return [
    `--fsize=${String(FILE_BYTES)}`,
    '--nofile=128',
    '--core=0',
    `--cpu=${String(cpuSeconds)}`,
    // DATA, not AS: wasm reserves gigabytes of addresses that it never touches
    `--data=${String(memoryBytes + BASE_BYTES)}`,
    '--memlock=65536',
    '--msgqueue=0',
    `--stack=${String(STACK_BYTES)}`,
  ];
}
