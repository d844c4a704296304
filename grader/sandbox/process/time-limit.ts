/**
 * Time limits. The first is on processor time, so that a program gets the same amount on a busy machine and on an idle
 * one. The second is on the time that it waits without computing, for each request and for the submission as a whole.
 * Waiting for a processor that others use must not count.
 */
const WAIT_FACTOR = 5;
/** For short limits, where starting and scheduling take longer than the work. */
const WAIT_EXTRA_MS = 2000;
/** Beyond this the machine is not busy but stuck. */
const WALL_FACTOR = 10;

/** A program that computes never waits this long. */
export const IDLE_MS = 15_000;
/** All requests of a submission together: more than for one, so that one that hangs leaves time for the others. */
export const IDLE_IN_ALL_MS = 20_000;
/** This much of each request does not count as waiting, because the grader measures in ticks (see seen-time.ts). */
export const GRACE_MS = 50;

/** What one request may take: processor time, and time waiting for anything else. */
export interface Allowance {
  readonly cpuMs: number;
  readonly waitMs: number;
}

/** How long a request may wait that is limited to `cpuMs` of processor time. */
export function waitMsFor(cpuMs: number): number {
  return Math.min(unmeasuredMsFor(cpuMs), IDLE_MS);
}

/** How long it may take where computing cannot be told from waiting. */
export function unmeasuredMsFor(cpuMs: number): number {
  return WAIT_FACTOR * cpuMs + WAIT_EXTRA_MS;
}

/** How long it may take in elapsed time, however busy the machine is. */
export function wallMsFor(cpuMs: number): number {
  return WALL_FACTOR * unmeasuredMsFor(cpuMs);
}

export function allowanceFor(cpuMs: number): Allowance {
  return { cpuMs, waitMs: waitMsFor(cpuMs) };
}
