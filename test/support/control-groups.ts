/**
 * Limits of memory and processors for programs, as a container has them, and what they used: with the kernel's control groups
 * of version 1 or 2, which take root.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GroupLimits {
  readonly memoryBytes: number;
  /** May be a fraction. */
  readonly processors: number;
}

export interface ControlGroup {
  /** A shell script that puts the shell itself, and so what it starts, into the group. */
  readonly enter: string;
  /** The most memory that its processes had together, with the files that the kernel keeps for them. */
  readonly peakBytes: () => number;
  readonly cpuSeconds: () => number;
  /** All of its processes must have ended. */
  readonly remove: () => void;
}

const ROOT = '/sys/fs/cgroup';
const PERIOD_US = 100_000;

/** Throws where this user cannot make groups. */
export function makeGroup(name: string, limits: GroupLimits): ControlGroup {
  return existsSync(join(ROOT, 'cgroup.controllers')) ? unified(name, limits) : separate(name, limits);
}

function unified(name: string, { memoryBytes, processors }: GroupLimits): ControlGroup {
  const folder = join(ROOT, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'memory.max'), String(memoryBytes));
  writeFileSync(join(folder, 'cpu.max'), `${String(processors * PERIOD_US)} ${String(PERIOD_US)}`);
  return {
    enter: `echo $$ > ${folder}/cgroup.procs\n`,
    peakBytes: () => numberIn(join(folder, 'memory.peak')),
    cpuSeconds: () => Number(/^usage_usec (\d+)/m.exec(readFileSync(join(folder, 'cpu.stat'), 'latin1'))?.[1]) / 1e6,
    remove: () => {
      rmdirSync(folder);
    },
  };
}

function separate(name: string, { memoryBytes, processors }: GroupLimits): ControlGroup {
  const [memory, cpu, account] = [join(ROOT, 'memory', name), join(ROOT, 'cpu', name), join(ROOT, 'cpuacct', name)];
  const folders = [...new Set([memory, cpu, account])];
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  writeFileSync(join(memory, 'memory.limit_in_bytes'), String(memoryBytes));
  writeFileSync(join(cpu, 'cpu.cfs_period_us'), String(PERIOD_US));
  writeFileSync(join(cpu, 'cpu.cfs_quota_us'), String(processors * PERIOD_US));
  return {
    enter: folders.map((folder) => `echo $$ > ${folder}/cgroup.procs\n`).join(''),
    peakBytes: () => numberIn(join(memory, 'memory.max_usage_in_bytes')),
    cpuSeconds: () => numberIn(join(account, 'cpuacct.usage')) / 1e9,
    remove: () => {
      for (const folder of folders) if (existsSync(folder)) rmdirSync(folder);
    },
  };
}

const numberIn = (path: string) => Number(readFileSync(path, 'latin1').trim());
