/**
 * Starts a program with pipes for its output and a channel on descriptor 3. The child must not inherit anything from
 * the parent: no environment, no other descriptors. Must be called on the main thread, because the kernel ties the life
 * of a child to the thread that started it.
 */
import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { execa, type Options, type ResultPromise } from 'execa';
import type { Child, Exit } from './child.js';
import { coverInherited } from './inherited.js';
import { killBeginning, signal } from './kill.js';
import { endFirst, kernelKills, wasEndedByKernel } from './machine-memory.js';

export interface StartOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uid: number | null;
  /** A descriptor that the child receives as 4. */
  readonly descriptor?: number;
  /** The child writes the pid that runs the program to descriptor 5; otherwise the child itself runs it. */
  readonly pidPipe: boolean;
  /** Its own terminal session: Ctrl-C must reach only the grader, which then ends its children. */
  readonly detached: boolean;
  /** The child gets a pipe as its input; otherwise it has no input. */
  readonly readsInput?: boolean;
  readonly onExit?: () => void;
}

/** In the order of `spawnBare`: input, two outputs, the channel, a descriptor, bubblewrap's report. */
type Pipes = [Socket | null, Socket, Socket, Socket, null, Socket | null];

/** The pid that bubblewrap reports on its info descriptor. */
const CHILD_PID = /"child-pid":\s*(\d+)/;
/** How long to wait for silent pipes of a process that has ended: another process may hold them open. */
const PIPES_MS = 500;
/** The number of turns of the event loop in which the rest of the pipes of an ended process is read. */
const MOST_LOOKS = 20;

type Subprocess = ResultPromise;

const alive = new Set<Child>();
process.on('exit', () => {
  for (const child of alive) child.kill();
});

/** If the program cannot be started, the child ends immediately with a `startError`. */
export function startProcess(options: StartOptions): Child {
  const { pidPipe } = options;
  const killsBefore = kernelKills();
  const subprocess = spawnBare(options);
  if (subprocess.pid !== undefined) endFirst(subprocess.pid);
  const [stdin, stdout, stderr, channel, , info] = subprocess.stdio as unknown as Pipes;
  let reported: number | null = null;
  let over = false;
  let told = '';
  info?.on('data', (chunk: Buffer) => {
    told = (told + chunk.toString('latin1')).slice(0, 4096);
    if (reported !== null) return;
    reported = Number(CHILD_PID.exec(told)?.[1] ?? 0) || null;
    // it may have been started before its parent was told
    if (reported !== null) endFirst(reported);
  });
  for (const pipe of [stdin, stdout, stderr, channel, info]) pipe?.on('error', () => undefined);
  const exited = exitOf(subprocess, [stdout, stderr, channel], killsBefore).then((exit) => {
    // a pipe that another process holds open would keep this process from ending
    for (const pipe of [stdin, stdout, stderr, channel, info]) pipe?.destroy();
    options.onExit?.();
    alive.delete(child);
    return exit;
  });
  subprocess.once('exit', () => (over = true));
  const child: Child = {
    stdin,
    stdout,
    stderr,
    channel,
    exited,
    pid: () => (pidPipe ? reported : (subprocess.pid ?? null)),
    kill: () => {
      // the pid of a process that has ended may already belong to another one
      if (over) return;
      if (!pidPipe || subprocess.pid === undefined) subprocess.kill('SIGKILL');
      // the program first: bubblewrap then reaps it and ends by itself
      else if (reported !== null) signal(reported, 'SIGKILL');
      else killBeginning(subprocess.pid);
      setTimeout(() => over || subprocess.kill('SIGKILL'), PIPES_MS).unref();
    },
  };
  alive.add(child);
  return child;
}

function spawnBare(start: StartOptions): Subprocess {
  const { file, args, cwd, env, uid, descriptor, pidPipe, detached, readsInput } = start;
  const wanted = [
    readsInput === true ? 'pipe' : 'ignore',
    'pipe',
    'pipe',
    'pipe',
    descriptor ?? 'ignore',
    pidPipe ? 'pipe' : 'ignore',
  ] as const;
  const { stdio, opened } = coverInherited(wanted);
  const options: Options = {
    cwd,
    env: { ...env },
    extendEnv: false,
    // execa's types allow only descriptors 3 to 9; it passes on any
    stdio: stdio as NonNullable<Options['stdio']>,
    // the session reads what is printed, up to its limit
    buffer: false,
    reject: false,
    detached,
    ...(uid === null ? {} : { uid, gid: uid }),
  };
  try {
    return execa(file, args, options);
  } finally {
    if (opened !== null) closeSync(opened);
  }
}

/** Resolves when the process has ended and its output has been read. */
function exitOf(subprocess: Subprocess, pipes: readonly Socket[], killsBefore: number | null): Promise<Exit> {
  return new Promise((resolve) => {
    void subprocess.then(({ originalMessage, message }) => {
      if (subprocess.pid !== undefined) return;
      const startError = originalMessage ?? message ?? 'not started';
      resolve({ code: null, signal: null, startError, outOfMemory: false });
    });
    subprocess.once('exit', (code, signal) => {
      const outOfMemory = wasEndedByKernel({ code, signal }, killsBefore);
      const settle = () => {
        resolve({ code, signal, startError: null, outOfMemory });
      };
      subprocess.once('close', settle);
      // not execa's result, which waits for pipes that another process may hold open
      whenSilent(pipes, settle);
    });
  });
}

/**
 * Node.js may report the end of a process before it has read the pipes, and a busy grader may run its timers before
 * that as well; immediates run after the reading.
 */
function whenSilent(pipes: readonly Socket[], then: () => void, looks = MOST_LOOKS): void {
  const bytesRead = () => pipes.reduce((sum, pipe) => sum + pipe.bytesRead, 0);
  const before = bytesRead();
  const look = () => {
    if (bytesRead() === before || looks === 0) then();
    else whenSilent(pipes, then, looks - 1);
  };
  setTimeout(() => setImmediate(look), PIPES_MS).unref();
}
