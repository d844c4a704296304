/** Limits that the kernel enforces for one process. Sizes in bytes, time in seconds of processor time. */
import type { Launch } from '../kits/launch.js';

/** Memory of Node.js itself before any student code runs: stacks of its threads, V8's own spaces, tf.js. */
const BASE_BYTES = 192 * 1024 * 1024;
/** No file can be created; this limits what could be written to an inherited descriptor. */
const FILE_BYTES = 16 * 1024 * 1024;
const STACK_BYTES = 8 * 1024 * 1024;
/** Node.js needs about eleven threads, esbuild a few more. Counted per user. */
const PROCESSES = 32;

/** asm-generic/resource.h; the same on x86-64 and arm64. */
const RESOURCES = { cpu: 0, fsize: 1, data: 2, stack: 3, core: 4, nproc: 6, nofile: 7, memlock: 8, msgqueue: 12 };
type Limits = Readonly<Partial<Record<keyof typeof RESOURCES, number>>>;

function limitsOf({ memoryBytes, cpuSeconds }: Pick<Launch, 'memoryBytes' | 'cpuSeconds'>): Limits {
  return {
    fsize: FILE_BYTES,
    nofile: 128,
    core: 0,
    cpu: cpuSeconds,
    // DATA, not AS: wasm reserves gigabytes of address space that it never uses
    data: memoryBytes + BASE_BYTES,
    memlock: 65536,
    msgqueue: 0,
    stack: STACK_BYTES,
  };
}

/** The limit on processes, as a flag of prlimit. */
export const PROCESSES_FLAG = `--nproc=${String(PROCESSES)}`;

/** All others, as flags of prlimit. */
export function rlimitFlags(launch: Pick<Launch, 'memoryBytes' | 'cpuSeconds'>): string[] {
  return Object.entries(limitsOf(launch)).map(([name, value]) => `--${name}=${String(value)}`);
}

/** The same as `resource:value`; `countsProcesses` where the user id has no other processes. */
export function rlimitNumbers(launch: Launch, countsProcesses: boolean): string[] {
  const limits: Limits = { ...limitsOf(launch), ...(countsProcesses ? { nproc: PROCESSES } : {}) };
  return Object.entries(limits).map(
    ([name, value]) => `${String(RESOURCES[name as keyof typeof RESOURCES])}:${String(value)}`,
  );
}
