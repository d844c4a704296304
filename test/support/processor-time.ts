/** Measures the processor time of work. A wall clock would fail on a busy machine. */
import { readFileSync } from 'node:fs';

/** Begins to measure; what it returns tells how many milliseconds of the processor this process has used since. */
export function measureProcessor(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}

/**
 * As `measureProcessor`, with the time of all processes below this one that have ended since, on Linux: a process that is
 * still there has not been counted.
 */
export function measureWithChildren(): () => number {
  const own = measureProcessor();
  const before = childrenMs();
  return () => own() + childrenMs() - before;
}

/** The kernel counts in hundredths of a second, whatever its own clock is. */
const TICK_MS = 10;

function childrenMs(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // fields 16 and 17 of proc(5)
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}
