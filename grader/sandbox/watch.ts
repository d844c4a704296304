/**
 * Watches one child: memory by polling the kernel, output by counting, and the reason of a kill. What a limit is
 * judged by is measured or done here, never read from what the child says.
 */
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Child } from './driver.js';
import type { OutputLog } from './text.js';

export type LimitName = 'time' | 'memory' | 'output' | 'aborted';

export interface Usage {
  readonly cpuMs: number;
  /** The most memory that was the child's own; the shared pages of programs do not count. */
  readonly peakMemoryBytes: number;
}

export interface WatchLimits {
  readonly memoryBytes: number;
  /** Of both streams together. */
  readonly outputBytes: number;
}

const POLL_MS = 25;
/** Clock ticks of /proc/<pid>/stat: 100 a second on every Linux that Node.js runs on. */
const MS_PER_TICK = 10;

export class Watch {
  readonly #child: Child;
  readonly #limits: WatchLimits;
  readonly #output: OutputLog;
  #limit: LimitName | null = null;
  #peakBytes = 0;
  #cpuMs = 0;
  #printedBytes = 0;

  constructor(child: Child, limits: WatchLimits, output: OutputLog) {
    this.#child = child;
    this.#limits = limits;
    this.#output = output;
    const timer = setInterval(() => {
      this.#poll();
    }, POLL_MS);
    timer.unref();
    this.#count(child.stdout, 'stdout');
    this.#count(child.stderr, 'stderr');
    void child.exited.then(() => {
      clearInterval(timer);
    });
  }

  /** The limit for which the child was killed. */
  get limit(): LimitName | null {
    return this.#limit;
  }

  get usage(): Usage {
    return { cpuMs: this.#cpuMs, peakMemoryBytes: this.#peakBytes };
  }

  kill(limit: LimitName): void {
    this.#limit ??= limit;
    this.#poll();
    this.#child.kill();
  }

  #count(stream: Readable, name: 'stdout' | 'stderr'): void {
    stream.on('data', (chunk: Buffer) => {
      this.#printedBytes += chunk.length;
      this.#output.add(name, chunk);
      if (this.#printedBytes > this.#limits.outputBytes && this.#limit === null) this.kill('output');
    });
  }

  #poll(): void {
    const pid = this.#child.pid();
    const measured = pid === null ? null : measure(pid);
    if (measured === null) return;
    this.#peakBytes = Math.max(this.#peakBytes, measured.bytes);
    this.#cpuMs = Math.max(this.#cpuMs, measured.cpuMs);
    if (measured.bytes > this.#limits.memoryBytes && this.#limit === null) this.kill('memory');
  }
}

/** What the kernel says of a process; null when it has just ended, or where there is no /proc. */
function measure(pid: number): { bytes: number; cpuMs: number } | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'latin1');
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // after the name, which may hold anything: state, ppid, ... utime and stime are the 12th and 13th
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    return { bytes: 1024 * (kilobytes('RssAnon') + kilobytes('RssShmem')), cpuMs: ticks * MS_PER_TICK };
  } catch {
    return null;
  }
}
