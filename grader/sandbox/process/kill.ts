/**
 * Ends bubblewrap while it begins. Its child is bound to its life only at the very end of the preparations, and waits
 * without end for a sign of its parent before them: a bubblewrap that is killed too early leaves it behind.
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

/** Stopped first, so that it starts nothing between the look at its children and the end. */
export function killBeginning(pid: number): void {
  signal(pid, 'SIGSTOP');
  const until = performance.now() + STOPPED_MS;
  while (isRunning(pid) && performance.now() < until) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
  const children = childrenOf(pid);
  for (const child of children) signal(child, 'SIGKILL');
  // with a child it goes on to reap it, and ends by itself
  signal(pid, children.length > 0 ? 'SIGCONT' : 'SIGKILL');
}

/** Neither stopped nor ended: proc(5), the letter behind the name in brackets. */
function isRunning(pid: number): boolean {
  const state = /\) (\w)/.exec(read(`/proc/${String(pid)}/stat`))?.[1] ?? 'X';
  return !'TtZX'.includes(state);
}

function childrenOf(pid: number): readonly number[] {
  const own = String(pid);
  return (read(`/proc/${own}/task/${own}/children`).match(/\d+/g) ?? []).map(Number);
}

/** Empty where there is no such file: the process has ended, or the kernel was built without it. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
