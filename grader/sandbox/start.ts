/**
 * Starts a program with pipes for what it prints and a channel on descriptor 3, and with nothing of the parent: no
 * environment, no descriptor that was not meant for it. Must be called on the main thread: the kernel ties a child to
 * the thread that started it.
 *
 * Node's own spawn, not execa: here every option is set by hand, and execa's import alone takes a fifth of the time
 * that a whole grading may (see the decisions).
 */
import { spawn, type ChildProcess, type StdioOptions } from 'node:child_process';
import { closeSync } from 'node:fs';
import type { Duplex, Readable } from 'node:stream';
import { GraderError } from '../errors.js';
import type { Child, Exit } from './driver.js';
import { coverInherited } from './inherited.js';

export interface StartOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uid: number | null;
  /** A descriptor that the child gets as 4. */
  readonly descriptor?: number;
  /** The child writes on 5 which pid runs the program, and dies when the grader does. */
  readonly reportsPid: boolean;
  readonly onExit?: () => void;
}

/** As asked for in `spawnBare`: nothing to read from, two outputs, the channel, a descriptor, bubblewrap's report. */
type Pipes = [null, Readable | null, Readable | null, Duplex | null, null, Readable | null];

/** The pid that bubblewrap reports on its info descriptor. */
const CHILD_PID = /"child-pid":\s*(\d+)/;
/** How long the pipes of an ended process are waited for: somebody else may hold them. */
const PIPES_MS = 500;

const alive = new Set<Child>();
process.on('exit', () => {
  for (const child of alive) child.kill();
});

/** Throws SPAWN_FAILED when the system does not let us start anything. */
export function startProcess(options: StartOptions): Child {
  const { reportsPid } = options;
  const subprocess = spawnBare(options);
  const [, stdout, stderr, channel, , info] = subprocess.stdio as unknown as Pipes;
  if (!stdout || !stderr || !channel) throw spawnFailed(new Error('no pipes: too many open files?'));
  let reported: number | null = null;
  let over = false;
  let told = '';
  info?.on('data', (chunk: Buffer) => {
    told = (told + chunk.toString('latin1')).slice(0, 4096);
    reported ??= Number(CHILD_PID.exec(told)?.[1] ?? 0) || null;
  });
  for (const pipe of [stdout, stderr, channel, info]) pipe?.on('error', () => undefined);
  const exited = exitOf(subprocess).then((exit) => {
    options.onExit?.();
    alive.delete(child);
    return exit;
  });
  subprocess.once('exit', () => (over = true));
  const child: Child = {
    stdout,
    stderr,
    channel,
    exited,
    pid: () => (reportsPid ? reported : (subprocess.pid ?? null)),
    kill: () => {
      // a pid that has ended may already be somebody else's
      if (over) return;
      // the program first: bubblewrap then reaps it and ends by itself
      if (reportsPid && reported !== null) killPid(reported);
      else subprocess.kill('SIGKILL');
      setTimeout(() => over || subprocess.kill('SIGKILL'), PIPES_MS).unref();
    },
  };
  alive.add(child);
  return child;
}

function spawnBare({ file, args, cwd, env, uid, descriptor, reportsPid }: StartOptions): ChildProcess {
  const wanted = ['ignore', 'pipe', 'pipe', 'pipe', descriptor ?? 'ignore', reportsPid ? 'pipe' : 'ignore'] as const;
  const { stdio, opened } = coverInherited(wanted);
  try {
    return spawn(file, args, {
      cwd,
      env: { ...env },
      stdio: stdio as StdioOptions,
      windowsHide: true,
      // out of the terminal's reach: Ctrl-C is for the grader, which then ends its children itself
      detached: reportsPid,
      ...(uid === null ? {} : { uid, gid: uid }),
    });
  } catch (cause) {
    throw spawnFailed(cause);
  } finally {
    if (opened !== null) closeSync(opened);
  }
}

function spawnFailed(cause: unknown): GraderError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new GraderError('SPAWN_FAILED', `no process can be started: ${why}`, {
    advice: 'See whether the machine has processes, memory and open files left, then run again with fewer --jobs.',
    cause,
  });
}

/** The end of a process, when what it printed has been read too. */
function exitOf(subprocess: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    subprocess.once('error', (error) => {
      resolve({ code: null, signal: null, startError: error.message });
    });
    subprocess.once('exit', (code, signal) => {
      const settle = () => {
        resolve({ code, signal, startError: null });
      };
      subprocess.once('close', settle);
      setTimeout(settle, PIPES_MS).unref();
    });
  });
}

function killPid(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
}
