/**
 * Measures whole processes: elapsed and processor seconds as the shell reports them, peak memory as the kernel does.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { execa } from 'execa';

export interface Measured {
  readonly wallSeconds: number;
  /** User and system time of the process and all its descendants. */
  readonly cpuSeconds: number;
  /** Largest resident set of the process itself, without its children. */
  readonly peakMemoryBytes: number;
  readonly stdout: string;
}

/** Runs `node ...args` once; throws when it does not exit as expected. */
export async function measureNode(args: readonly string[], cwd: string, expected = 0): Promise<Measured> {
  const started = performance.now();
  const script = 'TIMEFORMAT="%U %S"; time node "$@"';
  const child = execa('bash', ['-c', script, 'bench', ...args], { cwd, stdin: 'ignore', reject: false });
  let peakMemoryBytes = 0;
  const timer = setInterval(() => {
    peakMemoryBytes = Math.max(peakMemoryBytes, peakOfNodeChild(child.pid));
  }, 10);
  const { stdout, stderr, exitCode } = await child;
  clearInterval(timer);
  if (exitCode !== expected) throw new Error(`node ${args.join(' ')} ended with ${String(exitCode)}: ${stderr}`);
  const wallSeconds = (performance.now() - started) / 1000;
  const [user = 0, system = 0] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wallSeconds, cpuSeconds: user + system, peakMemoryBytes, stdout };
}

/** VmHWM of the node process that the shell of that pid started; 0 where it is not (any more) there. */
function peakOfNodeChild(shell: number | undefined): number {
  if (shell === undefined) return 0;
  try {
    const children = readFileSync(`/proc/${String(shell)}/task/${String(shell)}/children`, 'utf8')
      .trim()
      .split(' ');
    const status = readFileSync(`/proc/${children[0] ?? ''}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? NaN;
  const high = sorted[Math.floor(middle)] ?? NaN;
  return (low + high) / 2;
}

/** The smallest value that at least this share of all is not above. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
