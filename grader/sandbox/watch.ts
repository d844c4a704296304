/**
 * Watches one child: memory by polling the kernel, output by counting, and the reason of a kill. What a limit is
 * judged by is measured or done here, never read from what the child says.
 */
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Child } from './driver.js';

export type LimitName = 'time' | 'memory' | 'output' | 'aborted';

export interface Usage {
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
}

/** Output of all children of one submission: kept up to a cap, counted up to the limit. */
export class OutputLog {
  readonly #kept = { stdout: '', stderr: '' };
  #bytes = 0;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get over(): boolean {
    return this.#bytes > this.#limit;
  }

  add(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    this.#bytes += chunk.length;
    const room = KEPT_CHARACTERS - this.#kept[stream].length;
    if (room > 0) this.#kept[stream] += chunk.toString('utf8').slice(0, room);
  }

  /** What was printed, without control characters other than tab and newline. */
  text(stream: 'stdout' | 'stderr'): string {
    return stripControls(this.#kept[stream]);
  }
}

const KEPT_CHARACTERS = 16_384;
const POLL_MS = 25;
/** Clock ticks of /proc/<pid>/stat: 100 a second on every Linux that Node.js runs on. */
const MS_PER_TICK = 10;

// eslint's no-control-regex is about accidents; here control characters are what is meant
const ESCAPES = new RegExp('\\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\\u0007]*(?:\\u0007|$))', 'g');
const CONTROLS = new RegExp('[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]', 'g');

/** Text of a student, safe to print: no escape sequences, control characters or direction overrides. */
export function stripControls(text: string): string {
  return text.replace(ESCAPES, '').replace(CONTROLS, '');
}

export class Watch {
  readonly #child: Child;
  #limit: LimitName | null = null;
  #peakBytes = 0;
  #cpuMs = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(child: Child, memoryBytes: number, output: OutputLog) {
    this.#child = child;
    this.#timer = setInterval(() => {
      this.#poll(memoryBytes);
    }, POLL_MS);
    this.#timer.unref();
    this.#count(child.stdout, 'stdout', output);
    this.#count(child.stderr, 'stderr', output);
    void child.exited.then(() => {
      clearInterval(this.#timer);
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
    this.#child.kill();
  }

  #count(stream: Readable, name: 'stdout' | 'stderr', output: OutputLog): void {
    stream.on('data', (chunk: Buffer) => {
      output.add(name, chunk);
      if (output.over) this.kill('output');
    });
    stream.on('error', () => undefined);
  }

  #poll(memoryBytes: number): void {
    const pid = this.#child.pid();
    if (pid === null || process.platform !== 'linux') return;
    const measured = measure(pid);
    if (measured === null) return;
    this.#peakBytes = Math.max(this.#peakBytes, measured.peakBytes);
    this.#cpuMs = measured.cpuMs;
    if (measured.residentBytes > memoryBytes) this.kill('memory');
  }
}

/** What the kernel says of a process; null when it has just ended. */
function measure(pid: number): { residentBytes: number; peakBytes: number; cpuMs: number } | null {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const fields =
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ') ?? [];
    const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
    return {
      residentBytes: 1024 * kilobytes('VmRSS'),
      peakBytes: 1024 * kilobytes('VmHWM'),
      cpuMs: ticks * MS_PER_TICK,
    };
  } catch {
    return null;
  }
}
