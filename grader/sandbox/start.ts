/** Starts a program with three pipes and a channel, with nothing of the parent's environment. */
import type { Duplex, Readable } from 'node:stream';
import { execa, type Options } from 'execa';
import type { Child, Exit } from './driver.js';

export interface StartOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uid: number | null;
  /** A descriptor that the child gets as 4. */
  readonly descriptor?: number;
  /** The child writes on 5 which pid runs the program. */
  readonly reportsPid: boolean;
  readonly onExit?: () => void;
}

/** execa's types know descriptors only from 3 to 9; it hands on any. */
function passOn(descriptor: number | undefined): 'ignore' | 3 {
  return descriptor === undefined ? 'ignore' : (descriptor as 3);
}

/** The pid that bubblewrap reports on its info descriptor. */
const CHILD_PID = /"child-pid":\s*(\d+)/;

export function startProcess(options: StartOptions): Child {
  const { file, args, cwd, env, uid, descriptor, reportsPid } = options;
  const settings: Options = {
    extendEnv: false,
    env: { ...env },
    cwd,
    reject: false,
    buffer: false,
    killSignal: 'SIGKILL',
    ...(uid === null ? {} : { uid, gid: uid }),
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', passOn(descriptor), reportsPid ? 'pipe' : 'ignore'],
  };
  const subprocess = execa(file, [...args], settings);
  let reported: number | null = null;
  let over = false;
  const pipes: readonly unknown[] = subprocess.stdio;
  const info = pipes[5] as Readable | null;
  info?.on('data', (chunk: Buffer) => {
    reported ??= Number(CHILD_PID.exec(chunk.toString())?.[1] ?? NaN) || null;
  });
  info?.on('error', () => undefined);
  const exited = subprocess.then((result): Exit => {
    over = true;
    options.onExit?.();
    const startError =
      result.exitCode === undefined && result.signal === undefined ? (result.originalMessage ?? 'not started') : null;
    return { code: result.exitCode ?? null, signal: result.signal ?? null, startError };
  });
  const channel = pipes[3] as Duplex;
  channel.on('error', () => undefined);
  return {
    stdout: pipes[1] as Readable,
    stderr: pipes[2] as Readable,
    channel,
    exited,
    pid: () => (reportsPid ? reported : (subprocess.pid ?? null)),
    kill: () => {
      // the program first: bubblewrap then reaps it and ends by itself
      if (over) return;
      if (reportsPid && reported !== null) killPid(reported);
      else subprocess.kill('SIGKILL');
      setTimeout(() => over || subprocess.kill('SIGKILL'), 500).unref();
    },
  };
}

function killPid(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has just ended
  }
}
