/**
 * Ends bubblewrap while it starts. Only at the end of its preparations does bubblewrap arrange that its child dies with
 * it; until then the child waits for its parent without a limit. Killing bubblewrap too early leaves the child behind.
 */
import { readFileSync } from 'node:fs';

const STOPPED_MS = 200;

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // it has just ended
  }
}

/** Stops it first, so that it cannot start anything between reading its children and killing it. */
export function killBeginning(pid: number): void {
  signal(pid, 'SIGSTOP');
  const until = performance.now() + STOPPED_MS;
  while (isRunning(pid) && performance.now() < until) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  const children = childrenOf(pid);
  for (const child of children) signal(child, 'SIGKILL');
  // with a child it continues, reaps the child and ends by itself
  signal(pid, children.length > 0 ? 'SIGCONT' : 'SIGKILL');
}

/** Neither stopped nor ended: proc(5), the letter after the name in brackets. */
function isRunning(pid: number): boolean {
  const state = /\) (\w)/.exec(read(`/proc/${String(pid)}/stat`))?.[1] ?? 'X';
  return !'TtZX'.includes(state);
}

function childrenOf(pid: number): readonly number[] {
  const own = String(pid);
  return (read(`/proc/${own}/task/${own}/children`).match(/\d+/g) ?? []).map(Number);
}

/** Empty if the file does not exist: the process has ended, or the kernel was built without it. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
