/**
 * Time is limited as the processor counts it: a program that computes gets the same share on a busy machine and on a
 * quiet one. The clock on the wall is a second limit, generous, for programs that wait and compute nothing.
 */
const WALL_FACTOR = 5;
/** For short limits, where starting and waiting for a turn weigh more than the work. */
const WALL_EXTRA_MS = 2000;

/** How long something may take by the clock that may use `cpuMs` of the processor. */
export function wallMsFor(cpuMs: number): number {
  return WALL_FACTOR * cpuMs + WALL_EXTRA_MS;
}
