/**
 * Watches one child: memory by polling the kernel, output by counting, and the reason of a kill. What a limit is
 * judged by is measured or done here, never read from what the child says.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Child } from './child.js';
import { SeenTime } from './seen-time.js';
import type { OutputLog } from './text.js';
import { GRACE_MS, type Allowance } from './time-limit.js';

export type LimitName = 'time' | 'wait' | 'memory' | 'output' | 'aborted';

/** What one child used; what all of a submission used together is in stages. */
export interface ChildUsage {
  readonly cpuMs: number;
  /** How long it let the grader wait while it computed nothing. */
  readonly idleMs: number;
  /** The most memory that was the child's own; the shared pages of programs do not count. */
  readonly peakMemoryBytes: number;
}

export interface WatchLimits {
  readonly memoryBytes: number;
  /** Of both streams together. */
  readonly outputBytes: number;
  /** It works in several threads: what each of them waits for the processor counts. */
  readonly hasThreads?: boolean;
}

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
  /** At which processor time of its own the child is killed. */
  #mostCpuMs = Infinity;
  #delayMs = 0;
  #mostIdleMs = Infinity;
  /** What it idled during requests that are answered, and when the one that is not began, by the clock of idling. */
  #idledMs = 0;
  #idleFrom: number | null = null;
  #mostSeenMs = Infinity;
  #seen: SeenTime | null = null;

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

  /** The limit for which the child was killed. */
  get limit(): LimitName | null {
    return this.#limit;
  }

  get usage(): ChildUsage {
    return { cpuMs: this.#cpuMs, idleMs: this.#idledMs + this.#idlingMs(), peakMemoryBytes: this.#peakBytes };
  }

  /** What the child prints from now on belongs there. */
  printTo(output: OutputLog): void {
    this.#output = output;
  }

  /** Of both streams together, read so far. */
  get printedBytes(): number {
    return this.#printedBytes;
  }

  /** Whether what it prints belongs there already. */
  printsTo(output: OutputLog): boolean {
    return this.#output === output;
  }

  /** Whether the kernel tells what the child uses. */
  get isMeasured(): boolean {
    return process.platform === 'linux';
  }

  /**
   * From now on the child may use so much of the processor, wait so long for anything but the processor, and take so
   * long in all. Before, while there is no work for it, nobody looks.
   */
  allow({ cpuMs, waitMs }: Allowance, wallMs: number): void {
    this.#seen ??= new SeenTime(() => {
      this.measure();
    });
    this.measure();
    this.#mostCpuMs = this.#cpuMs + cpuMs;
    this.#idleFrom = this.#idleMs(this.#seen);
    this.#mostIdleMs = this.#idleFrom + waitMs;
    this.#mostSeenMs = this.#seen.ms + wallMs;
  }

  /** The child has answered: until the next request it waits for the grader, who may take its time. */
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

  /** Looks at what the child uses, and kills it for what is too much. */
  measure(): void {
    const bytes = this.#look();
    if ((bytes === null && this.isMeasured) || this.#limit !== null) return;
    if (bytes !== null && bytes > this.#limits.memoryBytes) this.kill('memory');
    else if (this.#cpuMs > this.#mostCpuMs) this.kill('time');
    else if (this.#seen !== null && this.#isLate(this.#seen)) this.kill('wait');
  }

  /** Whether it holds too much at this moment, for which it is killed; nothing is late for being looked at. */
  exceedsMemory(): boolean {
    const bytes = this.#look();
    if (bytes === null || bytes <= this.#limits.memoryBytes) return false;
    this.#limit ??= 'memory';
    this.#child.kill();
    return true;
  }

  /** The memory that is its own; null when the kernel does not tell. */
  #look(): number | null {
    const pid = this.#child.pid();
    const measured = pid === null ? null : measure(pid, this.#limits.hasThreads === true);
    if (measured === null) return null;
    this.#peakBytes = Math.max(this.#peakBytes, measured.bytes);
    this.#cpuMs = Math.max(this.#cpuMs, measured.cpuMs);
    this.#delayMs = Math.max(this.#delayMs, measured.delayMs);
    return measured.bytes;
  }

  #isLate(seen: SeenTime): boolean {
    return seen.ms > this.#mostSeenMs || this.#idleMs(seen) > this.#mostIdleMs;
  }

  /** In the request that is not answered yet; a grader that was late itself counts for nobody. */
  #idlingMs(): number {
    if (this.#idleFrom === null || this.#seen === null) return 0;
    return Math.max(0, this.#idleMs(this.#seen) - this.#idleFrom - GRACE_MS);
  }

  /** On a clock that goes on while the child neither has the processor nor waits for it. */
  #idleMs(seen: SeenTime): number {
    return seen.promptMs - this.#cpuMs - this.#delayMs;
  }
}

/** What the kernel says of a process; null when it has just ended, or where there is no /proc. */
function measure(pid: number, hasThreads: boolean): { bytes: number; cpuMs: number; delayMs: number } | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'latin1');
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // after the name, which may hold anything: state, ppid, ... utime and stime are the 12th and 13th
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    const bytes = 1024 * (kilobytes('RssAnon') + kilobytes('RssShmem'));
    return {
      bytes,
      cpuMs: ticks * MS_PER_TICK,
      delayMs: hasThreads ? delayOfThreads(pid) : delayOf(`/proc/${String(pid)}`),
    };
  } catch {
    return null;
  }
}

function delayOfThreads(pid: number): number {
  const folder = `/proc/${String(pid)}/task`;
  return readdirSync(folder).reduce((sum, thread) => sum + delayOf(`${folder}/${thread}`), 0);
}

/** How long a thread, the main one of a process, was ready and had no processor; 0 where the kernel does not count it. */
function delayOf(folder: string): number {
  try {
    // nanoseconds on the processor, nanoseconds of waiting for it, turns
    const [, waited] = readFileSync(`${folder}/schedstat`, 'latin1').split(' ');
    return Number(waited ?? 0) / 1e6;
  } catch {
    return 0;
  }
}
