/**
 * Time is limited as the processor counts it: a program that computes gets the same share on a busy machine and on a
 * quiet one. A second limit, generous, is on the time that it waits and computes nothing. Where it waits only because
 * others have the processor, that is not its own doing and does not count.
 */
const WAIT_FACTOR = 5;
/** For short limits, where starting and waiting for a turn weigh more than the work. */
const WAIT_EXTRA_MS = 2000;
/** Above that the machine is not busy but stuck. */
const WALL_FACTOR = 10;

/** How long something may wait, by the clock, that may use `cpuMs` of the processor. */
export function waitMsFor(cpuMs: number): number {
  return WAIT_FACTOR * cpuMs + WAIT_EXTRA_MS;
}

/** How long it may take in all, by the clock, however busy the machine is. */
export function wallMsFor(cpuMs: number): number {
  return WALL_FACTOR * waitMsFor(cpuMs);
}
