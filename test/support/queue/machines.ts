/** Workers and producers as processes of their own, each like a machine: with its own cache, home and temporary folder. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { makeFolder } from '../folders.js';
import { until } from '../until.js';
import { MAIN } from '../run-cli.js';

const TICKS_A_SECOND = 100;
const START_MS = 60_000;

export interface Site {
  readonly url: string;
  readonly store: string;
  /** TUXGRADE_QUEUE_KEY. */
  readonly key: string;
}

export interface MachineOptions {
  readonly jobs?: number;
  readonly lockSeconds?: number;
  /** What is put before the command, as `env NAME=VALUE`; it must become the command, so that signals reach it. */
  readonly before?: readonly string[];
  readonly courses?: string;
  readonly once?: boolean;
}

export class Machine {
  readonly folder = makeFolder();
  readonly #site: Site;
  readonly #options: MachineOptions;
  #process: Program;
  #hasEnded = false;
  /** Where the log of the process that runs now begins. */
  #logFrom = 0;
  /** Its log so far. */
  log = '';

  constructor(site: Site, options: MachineOptions = {}) {
    this.#site = site;
    this.#options = options;
    for (const inner of ['tmp', 'cache']) mkdirSync(join(this.folder, inner));
    this.#process = this.#start();
  }

  /** Of the process that runs now. */
  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get temporary(): string {
    return join(this.folder, 'tmp');
  }

  #start(): Program {
    const { jobs = 1, lockSeconds = 2, before = [], courses, once = false } = this.#options;
    const { url, store } = this.#site;
    const command = [...before, process.execPath, MAIN, 'work', '--queue', url, '--store', store];
    const own = ['--jobs', String(jobs), '--lock-seconds', String(lockSeconds)];
    const more = [...(courses === undefined ? [] : ['--courses', courses]), ...(once ? ['--once'] : [])];
    const [file = '', ...args] = [...command, ...own, ...more];
    const child = startProgram(file, args, environmentOf(this.#site, this.folder));
    child.all.on('data', (chunk: Buffer) => {
      this.log += chunk.toString('utf8');
    });
    this.#logFrom = this.log.length;
    this.#hasEnded = false;
    child.on('exit', () => {
      this.#hasEnded = true;
    });
    return child;
  }

  signal(name: 'SIGTERM' | 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    this.#process.kill(name);
  }

  /** Its exit code; undefined if it was killed. */
  async ended(): Promise<number | undefined> {
    return (await this.#process).exitCode;
  }

  async restart(): Promise<void> {
    await this.#process;
    this.#process = this.#start();
  }

  /** It works: what it was killed over is swept. Starts it again where it could not, as while there was no store. */
  async ready(): Promise<void> {
    const isStarted = () => this.log.slice(this.#logFrom).includes('"event":"started"');
    while (!isStarted()) {
      await until(() => isStarted() || this.#hasEnded, 'the worker is there', START_MS);
      if (!isStarted()) await this.restart();
    }
  }

  processorSeconds(): number {
    return processorSecondsOf(this.pid);
  }

  /** Events of its log. */
  events(): string[] {
    return [...this.log.matchAll(/"event":"([a-z-]+)"/g)].map(([, event = '']) => event);
  }
}

type Program = ReturnType<typeof startProgram>;

function startProgram(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  return execa(file, args, { reject: false, stdin: 'ignore', all: true, extendEnv: false, env });
}

/** The environment of a machine: nothing of this process but the path. */
export function environmentOf({ key }: Site, folder: string): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    XDG_CACHE_HOME: join(folder, 'cache'),
    TMPDIR: join(folder, 'tmp'),
    TUXGRADE_QUEUE_KEY: key,
  };
}

/** `tuxgrade batch` at a site, as a process. */
export function produce(site: Site, folder: string, args: readonly string[]): Program {
  for (const inner of ['tmp', 'cache']) mkdirSync(join(folder, inner), { recursive: true });
  const command = [MAIN, 'batch', ...args, '--queue', site.url, '--store', site.store];
  return startProgram(process.execPath, command, environmentOf(site, folder));
}

/** Of a process that runs and of all that it started and awaited, from proc(5); 0 if it has ended. */
export function processorSecondsOf(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0) / TICKS_A_SECOND;
  } catch {
    return 0;
  }
}

/** Command lines of processes that name one of these folders. */
export function processesIn(folders: readonly string[]): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return folders.some((folder) => command.includes(folder)) ? [command] : [];
      } catch {
        return [];
      }
    });
}
