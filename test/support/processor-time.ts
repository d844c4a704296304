/** Measures the processor time of work. A wall clock would fail on a busy machine. */

/** Begins to measure; what it returns tells how many milliseconds of the processor this process has used since. */
export function measureProcessor(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
}
