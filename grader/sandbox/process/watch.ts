/**
 * Watches one child: polls the kernel for memory and time, counts output, and kills the child at a limit, keeping the
 * reason. Must rely on measurements only, never on what the child says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Child, Exit } from './child.js';
import { blameMachine } from './machine-memory.js';
import { SeenTime } from './seen-time.js';
import type { OutputLog } from './text.js';
import { GRACE_MS, type Allowance } from './time-limit.js';

export type LimitName = 'time' | 'wait' | 'memory' | 'output' | 'aborted';

/** What one child used; what all of a submission used together is in stages. */
export interface ChildUsage {
  readonly cpuMs: number;
  /** How long the grader waited for it while it computed nothing. */
  readonly idleMs: number;
  /** The peak of the child's private memory; shared pages of programs do not count. */
  readonly peakMemoryBytes: number;
}

export interface WatchLimits {
  readonly memoryBytes: number;
  /** Of both streams together. */
  readonly outputBytes: number;
  /** It has several threads; the time that each waits for a processor is added up. */
  readonly hasThreads?: boolean;
}

/**
 * Delays are read in every eighth tick, at the ends of requests, and before a child is said to be late: there is a file for
 * each thread, and reading them took two thirds of the time of watching. Until then a child seems to wait longer than it does.
 */
const TICKS_A_DELAY = 8;

/** Clock ticks of /proc/<pid>/stat: 100 a second on every Linux that Node.js runs on. */
const MS_PER_TICK = 10;

export class Watch {
  readonly #child: Child;
  readonly #limits: WatchLimits;
  #output: OutputLog;
  #limit: LimitName | null = null;
  #peakBytes = 0;
  #cpuMs = 0;
  #printedBytes = 0;
  /** The processor time at which the child is killed. */
  #mostCpuMs = Infinity;
  #delayMs = 0;
  #mostIdleMs = Infinity;
  /** Idle time during answered requests, and the start of the open request on the clock of idle time. */
  #idledMs = 0;
  #idleFrom: number | null = null;
  #mostSeenMs = Infinity;
  #seen: SeenTime | null = null;
  #ticks = 0;

  constructor(child: Child, limits: WatchLimits, output: OutputLog) {
    this.#child = child;
    this.#limits = limits;
    this.#output = output;
    this.#count(child.stdout, 'stdout');
    this.#count(child.stderr, 'stderr');
    void child.exited.then(() => {
      this.#seen?.stop();
    });
  }

  /** The limit that the child exceeded, for which it was killed. */
  get limit(): LimitName | null {
    return this.#limit;
  }

  get usage(): ChildUsage {
    return { cpuMs: this.#cpuMs, idleMs: this.#idledMs + this.#idlingMs(), peakMemoryBytes: this.#peakBytes };
  }

  /** Directs what the child prints from now on to this log. */
  printTo(output: OutputLog): void {
    this.#output = output;
  }

  /** Of both streams together, read so far. */
  get printedBytes(): number {
    return this.#printedBytes;
  }

  /** Whether its output already goes to this log. */
  printsTo(output: OutputLog): boolean {
    return this.#output === output;
  }

  /** Whether the kernel reports what the child uses. */
  get isMeasured(): boolean {
    return process.platform === 'linux';
  }

  /**
   * Starts a request: from now on the child may use this much processor time, wait this long for anything but the
   * processor, and take this long in elapsed time. Before that it has no work and is not limited.
   */
  allow({ cpuMs, waitMs }: Allowance, wallMs: number): void {
    this.#seen ??= new SeenTime(() => {
      this.#ticks += 1;
      this.#limitUse(this.#ticks % TICKS_A_DELAY === 0);
    });
    this.measure();
    this.#mostCpuMs = this.#cpuMs + cpuMs;
    this.#idleFrom = this.#idleMs(this.#seen);
    this.#mostIdleMs = this.#idleFrom + waitMs;
    this.#mostSeenMs = this.#seen.ms + wallMs;
  }

  /** Ends a request: until the next one the child waits for the grader, which does not count. */
  rest(): void {
    this.#mostIdleMs = Infinity;
    this.#mostSeenMs = Infinity;
    this.measure();
    this.#idledMs += this.#idlingMs();
    this.#idleFrom = null;
  }

  kill(limit: LimitName): void {
    this.#limit ??= limit;
    this.measure();
    this.#child.kill();
  }

  #count(stream: Readable, name: 'stdout' | 'stderr'): void {
    stream.on('data', (chunk: Buffer) => {
      this.#printedBytes += chunk.length;
      this.#output.add(name, chunk);
      if (this.#printedBytes > this.#limits.outputBytes && this.#limit === null) this.kill('output');
    });
  }

  /** Measures what the child uses, and kills it if that exceeds a limit. */
  measure(): void {
    this.#limitUse(true);
  }

  #limitUse(withDelays: boolean): void {
    const bytes = this.#look(withDelays);
    if ((bytes === null && this.isMeasured) || this.#limit !== null) return;
    if (bytes !== null && bytes > this.#limits.memoryBytes) this.kill('memory');
    else if (this.#cpuMs > this.#mostCpuMs) this.kill('time');
    else if (this.#seen !== null && this.#isLate(this.#seen)) {
      if (withDelays) this.kill('wait');
      else this.#limitUse(true);
    }
  }

  /** Whether it holds too much memory now, in which case it is killed; does not check time limits. */
  exceedsMemory(): boolean {
    const bytes = this.#look(false);
    if (bytes === null || bytes <= this.#limits.memoryBytes) return false;
    this.#limit ??= 'memory';
    this.#child.kill();
    return true;
  }

  /** Throws MACHINE_MEMORY if the child ended so because the machine had no memory left for it. */
  blameMachine(exit: Exit): void {
    blameMachine(exit, this.#peakBytes, this.#limits.memoryBytes);
  }

  /** Its private memory; null if the kernel does not report it. */
  #look(withDelays: boolean): number | null {
    const pid = this.#child.pid();
    const measured = pid === null ? null : measure(pid);
    if (pid === null || measured === null) return null;
    this.#peakBytes = Math.max(this.#peakBytes, measured.bytes);
    this.#cpuMs = Math.max(this.#cpuMs, measured.cpuMs);
    if (withDelays) this.#delayMs = Math.max(this.#delayMs, delayMsOf(pid, this.#limits.hasThreads === true));
    return measured.bytes;
  }

  #isLate(seen: SeenTime): boolean {
    return seen.ms > this.#mostSeenMs || this.#idleMs(seen) > this.#mostIdleMs;
  }

  /** Idle time in the open request; delays of the grader itself do not count. */
  #idlingMs(): number {
    if (this.#idleFrom === null || this.#seen === null) return 0;
    return Math.max(0, this.#idleMs(this.#seen) - this.#idleFrom - GRACE_MS);
  }

  /** A clock that runs while the child neither has a processor nor waits for one. */
  #idleMs(seen: SeenTime): number {
    return seen.promptMs - this.#cpuMs - this.#delayMs;
  }
}

/** What the kernel reports about a process; null if it has just ended, or without /proc. */
function measure(pid: number): { bytes: number; cpuMs: number } | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'latin1');
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // after the name, which may contain anything: state, ppid, ...; utime and stime are the 12th and 13th
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    const bytes = 1024 * (kilobytes('RssAnon') + kilobytes('RssShmem'));
    return { bytes, cpuMs: ticks * MS_PER_TICK };
  } catch {
    return null;
  }
}

/** How long its threads were ready but had no processor; of the main thread alone, if it is the only one that works. */
function delayMsOf(pid: number, hasThreads: boolean): number {
  const folder = `/proc/${String(pid)}`;
  if (!hasThreads) return delayOf(folder);
  try {
    return readdirSync(`${folder}/task`).reduce((sum, thread) => sum + delayOf(`${folder}/task/${thread}`), 0);
  } catch {
    // it has just ended
    return 0;
  }
}

/**
 * How long a thread was ready but had no processor (the main thread of a process); 0 if the kernel does not count it.
 */
function delayOf(folder: string): number {
  try {
    // nanoseconds on the processor, nanoseconds of waiting for it, turns
    const [, waited] = readFileSync(`${folder}/schedstat`, 'latin1').split(' ');
    return Number(waited ?? 0) / 1e6;
  } catch {
    return 0;
  }
}
