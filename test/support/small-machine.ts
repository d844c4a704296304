/**
 * A command line that has little memory: a control group of Linux with a limit of its own, in which the kernel ends
 * processes as it does on a machine without memory. Needs root and a control group that it may divide, as few machines allow.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { MAIN, type CliResult } from './run-cli.js';

/** The memory controller in either version of control groups, and the name of the limit in it. */
const KINDS = [
  { root: '/sys/fs/cgroup/memory', limit: 'memory.limit_in_bytes' },
  { root: '/sys/fs/cgroup', limit: 'memory.max' },
];

let created = 0;

/** A group whose processes have this much together; to be removed when all of them have ended. */
function makeGroup(bytes: number): string {
  created += 1;
  const name = `tuxgrade-test-${String(process.pid)}-${String(created)}`;
  for (const { root, limit } of KINDS) {
    const folder = join(root, name);
    if (!existsSync(join(root, 'cgroup.procs'))) continue;
    mkdirSync(folder);
    if (existsSync(join(folder, limit))) {
      writeFileSync(join(folder, limit), String(bytes));
      return folder;
    }
    rmdirSync(folder);
  }
  throw new Error('no control group limits memory');
}

/** Why there is none here; null where there is one. */
export function whyNoSmallMachine(): string | null {
  try {
    rmdirSync(makeGroup(1 << 30));
    return /^oom_kill /m.test(readFileSync('/proc/vmstat', 'latin1')) ? null : 'the kernel does not count what it ends';
  } catch (error) {
    return `no memory can be limited: ${String(error)}`;
  }
}

/** Like `runCli`, with this much memory for it and all that it starts. */
export async function runWithMemory(bytes: number, args: readonly string[]): Promise<CliResult> {
  const group = makeGroup(bytes);
  try {
    const enter = `echo $$ > '${group}/cgroup.procs' && exec "$@"`;
    const { exitCode, stdout, stderr } = await execa('sh', ['-c', enter, 'sh', process.execPath, MAIN, ...args], {
      reject: false,
      stdin: 'ignore',
    });
    return { exitCode, stdout, stderr };
  } finally {
    rmdirSync(group);
  }
}
