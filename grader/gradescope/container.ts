/**
 * What the place gives in which the grader runs: memory and processors, as the control groups of the kernel (version 1 or 2)
 * and the machine limit them.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';

export interface Place {
  readonly memoryBytes: number;
  /** May be a fraction: half a processor is .5. */
  readonly processors: number;
}

export interface FoundPlace extends Place {
  /** A control group limits its memory, as in a container. */
  readonly isLimited: boolean;
  /** The kernel's files are there, so that a limit would be seen. */
  readonly isKnown: boolean;
}

/** Where the kernel's files are; tests have others. */
export interface PlaceFiles {
  readonly groups: string;
  /** The groups of this process. */
  readonly own: string;
}

const KERNEL: PlaceFiles = { groups: '/sys/fs/cgroup', own: '/proc/self/cgroup' };

export function placeHere(files: PlaceFiles = KERNEL): FoundPlace {
  const limits = foldersOf(files).map(({ memory, cpu }) => ({ ...memoryIn(memory), ...processorsIn(cpu) }));
  const memoryBytes = Math.min(...limits.map((one) => one.memoryBytes ?? Infinity));
  return {
    memoryBytes: Math.min(totalmem(), memoryBytes),
    isLimited: memoryBytes < totalmem(),
    isKnown: limits.some((one) => one.isThere),
    processors: Math.min(availableParallelism(), ...limits.map(({ processors = Infinity }) => processors)),
  };
}

interface Folders {
  readonly memory: string;
  readonly cpu: string;
}

/** The group of this process and those above it, and the whole, which in a container is all that is seen of the machine. */
function foldersOf({ groups, own }: PlaceFiles): Folders[] {
  const lines = read(own)
    .split('\n')
    .map((line) => /^\d+:([^:]*):(\/.*)$/.exec(line))
    .filter((match) => match !== null);
  const pathOf = (controller: string) =>
    lines.find(([, names = '']) => names.split(',').includes(controller))?.[2] ?? '/';
  const unified = above(pathOf('')).map((path) => ({ memory: join(groups, path), cpu: join(groups, path) }));
  const memory = above(pathOf('memory')).map((path) => join(groups, 'memory', path));
  const cpu = above(pathOf('cpu')).map((path) => join(groups, 'cpu', path));
  return [
    ...unified,
    ...memory.map((path) => ({ memory: path, cpu: '' })),
    ...cpu.map((path) => ({ memory: '', cpu: path })),
  ];
}

function above(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return [...parts.map((_, index) => parts.slice(0, index + 1).join('/')), ''];
}

function memoryIn(folder: string): { readonly memoryBytes?: number; readonly isThere: boolean } {
  if (folder === '') return { isThere: false };
  const texts = ['memory.max', 'memory.limit_in_bytes'].map((name) => read(join(folder, name)));
  const [found] = texts.map(numberIn).filter((bytes) => bytes !== null);
  return { ...(found === undefined ? {} : { memoryBytes: found }), isThere: texts.join('') !== '' };
}

function processorsIn(folder: string): Partial<Place> {
  if (folder === '') return {};
  const [quota, period] = read(join(folder, 'cpu.max')).split(' ').map(numberIn);
  const [most, of] = [
    quota ?? numberIn(read(join(folder, 'cpu.cfs_quota_us'))),
    period ?? numberIn(read(join(folder, 'cpu.cfs_period_us'))),
  ];
  return most === null || of === null ? {} : { processors: most / of };
}

/** null for `max`, -1 and everything that is not a positive number. */
function numberIn(text: string): number | null {
  const value = Number(text.trim());
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : null;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
