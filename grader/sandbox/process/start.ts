/**
 * Starts a program with pipes for what it prints and a channel on descriptor 3, and with nothing of the parent: no
 * environment, no descriptor that was not meant for it. Must be called on the main thread: the kernel ties a child to
 * the thread that started it.
 */
import { closeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { execa, type Options, type ResultPromise } from 'execa';
import type { Child, Exit } from './child.js';
import { coverInherited } from './inherited.js';
import { killBeginning, signal } from './kill.js';

export interface StartOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uid: number | null;
  /** A descriptor that the child gets as 4. */
  readonly descriptor?: number;
  /** The child writes on 5 which pid runs the program; else it is the child itself. */
  readonly pidPipe: boolean;
  /** A session of its own, out of the terminal's reach: Ctrl-C is for the grader, which then ends its children. */
  readonly detached: boolean;
  /** The child gets a pipe to read from; else it reads nothing. */
  readonly readsInput?: boolean;
  readonly onExit?: () => void;
}

/** As asked for in `spawnBare`: nothing to read from, two outputs, the channel, a descriptor, bubblewrap's report. */
type Pipes = [Socket | null, Socket, Socket, Socket, null, Socket | null];

/** The pid that bubblewrap reports on its info descriptor. */
const CHILD_PID = /"child-pid":\s*(\d+)/;
/** How long the pipes of an ended process are waited for while they bring nothing: somebody else may hold them. */
const PIPES_MS = 500;
/** What an ended process left in its pipes is read in fewer looks than that. */
const MOST_LOOKS = 20;

type Subprocess = ResultPromise;

const alive = new Set<Child>();
process.on('exit', () => {
  for (const child of alive) child.kill();
});

/** A program that cannot be started, and a system that starts nothing more, end at once with a `startError`. */
export function startProcess(options: StartOptions): Child {
  const { pidPipe } = options;
  const subprocess = spawnBare(options);
  const [stdin, stdout, stderr, channel, , info] = subprocess.stdio as unknown as Pipes;
  let reported: number | null = null;
  let over = false;
  let told = '';
  info?.on('data', (chunk: Buffer) => {
    told = (told + chunk.toString('latin1')).slice(0, 4096);
    reported ??= Number(CHILD_PID.exec(told)?.[1] ?? 0) || null;
  });
  for (const pipe of [stdin, stdout, stderr, channel, info]) pipe?.on('error', () => undefined);
  const exited = exitOf(subprocess, [stdout, stderr, channel]).then((exit) => {
    // what somebody else holds would keep this process from ending
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
      // a pid that has ended may already be somebody else's
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
    // its types know descriptors only from 3 to 9; it hands on any
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

/** The end of a process, when what it printed has been read too. */
function exitOf(subprocess: Subprocess, pipes: readonly Socket[]): Promise<Exit> {
  return new Promise((resolve) => {
    void subprocess.then(({ originalMessage, message }) => {
      if (subprocess.pid !== undefined) return;
      resolve({ code: null, signal: null, startError: originalMessage ?? message ?? 'not started' });
    });
    subprocess.once('exit', (code, signal) => {
      const settle = () => {
        resolve({ code, signal, startError: null });
      };
      subprocess.once('close', settle);
      // not execa's result: it waits for pipes that somebody else may hold
      whenSilent(pipes, settle);
    });
  });
}

/**
 * Node.js tells of an end that it noticed by chance before it has read the pipes, and a busy grader comes to its timers
 * before that as well; immediates come after the reading.
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
