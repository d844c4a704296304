/**
 * Time is limited as the processor counts it: a program that computes gets the same share on a busy machine and on a
 * quiet one. A second limit is on the time that it waits and computes nothing, for each request and for a submission as
 * a whole. Where it waits only because others have the processor, that is not its own doing and does not count.
 */
const WAIT_FACTOR = 5;
/** For short limits, where starting and waiting for a turn weigh more than the work. */
const WAIT_EXTRA_MS = 2000;
/** Above that the machine is not busy but stuck. */
const WALL_FACTOR = 10;

/** Nothing that computes waits so long. */
export const IDLE_MS = 15_000;
/** All requests of a submission together: more than one of them, so that one that hangs leaves the others a chance. */
export const IDLE_IN_ALL_MS = 20_000;
/** Of each request so much is nobody's waiting: the grader sees time in ticks, see seen-time.ts. */
export const GRACE_MS = 50;

/** What one request may take: of the processor, and of waiting for anything else. */
export interface Allowance {
  readonly cpuMs: number;
  readonly waitMs: number;
}

/** How long something may wait, by the clock, that may use `cpuMs` of the processor. */
export function waitMsFor(cpuMs: number): number {
  return Math.min(unmeasuredMsFor(cpuMs), IDLE_MS);
}

/** How long it may take where nobody tells computing from waiting. */
export function unmeasuredMsFor(cpuMs: number): number {
  return WAIT_FACTOR * cpuMs + WAIT_EXTRA_MS;
}

/** How long it may take in all, by the clock, however busy the machine is. */
export function wallMsFor(cpuMs: number): number {
  return WALL_FACTOR * unmeasuredMsFor(cpuMs);
}

export function allowanceFor(cpuMs: number): Allowance {
  return { cpuMs, waitMs: waitMsFor(cpuMs) };
}
