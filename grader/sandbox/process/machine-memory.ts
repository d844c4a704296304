/**
 * What the kernel does when the machine, or a container around the grader, has no memory left: it ends a process. A program
 * of the sandbox should be that process rather than the grader, and its end is not the student's doing. Must not believe
 * how a process ended alone, since student code can choose that. Relies on /proc; elsewhere nothing is known.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { GraderError } from '../../errors.js';
import type { Exit } from './child.js';

/** The largest value of proc(5): the kernel ends such a process first. Every user may raise that of their own processes. */
const FIRST_TO_END = '1000';
/** 128 + SIGKILL, with which bubblewrap reports how its program ended. */
const KILLED = 137;
/** A process that ended this close to its limit, as measured by the parent, was out of its own memory. */
export const NEARLY_ALL = 0.85;

/** How many processes the kernel has ended for memory since the machine started; null if it does not count them. */
export function kernelKills(): number | null {
  try {
    const count = /^oom_kill (\d+)$/m.exec(readFileSync('/proc/vmstat', 'latin1'))?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    return null;
  }
}

/** Lets the kernel end this process, and those that it starts later, rather than any other; where that is allowed. */
export function endFirst(pid: number): void {
  try {
    writeFileSync(`/proc/${String(pid)}/oom_score_adj`, FIRST_TO_END);
  } catch {
    // it has just ended, belongs to another user, or this is not Linux
  }
}

/** Whether a process was killed while the kernel ended processes for memory; `before` is their count at its start. */
export function wasEndedByKernel({ code, signal }: Pick<Exit, 'code' | 'signal'>, before: number | null): boolean {
  if (before === null || (signal !== 'SIGKILL' && code !== KILLED)) return false;
  return (kernelKills() ?? before) > before;
}

/** Throws MACHINE_MEMORY if the kernel ended a program that held less than it was allowed: not the fault of its author. */
export function blameMachine({ outOfMemory }: Exit, heldBytes: number, allowedBytes: number): void {
  if (!outOfMemory || heldBytes > NEARLY_ALL * allowedBytes) return;
  const [held, allowed] = [heldBytes, allowedBytes].map((bytes) => String(Math.round(bytes / 2 ** 20)));
  throw new GraderError(
    'MACHINE_MEMORY',
    `this machine ran out of memory: its kernel ended a program of the sandbox that held ${held ?? ''} MB, where ${allowed ?? ''} MB are allowed`,
    {
      advice: 'Grade fewer submissions at a time (--jobs 1), close other programs, or use a machine with more memory.',
    },
  );
}
