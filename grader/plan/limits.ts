/** The limits of a rubric with their defaults filled in; the schema of `limits` documents the same defaults. */
import type { RunLimits } from '../schema/plan.js';
import type { Rubric } from '../schema/rubric.js';

export interface IntakeLimits {
  readonly submissionBytes: number;
  readonly files: number;
}

const MIB = 1024 * 1024;

/** Limits of the sandboxed run: milliseconds and bytes. */
export function runLimitsOf(rubric: Rubric): RunLimits {
  const limits = rubric.limits ?? {};
  return {
    wallMs: (limits.wallSeconds ?? 40) * 1000,
    callMs: (limits.callSeconds ?? 8) * 1000,
    memoryBytes: (limits.memoryMiB ?? 1024) * MIB,
    outputBytes: (limits.outputKiB ?? 1024) * 1024,
  };
}

/** Limits of what is taken in: bytes of all files together, and their number. */
export function intakeLimitsOf(rubric: Rubric): IntakeLimits {
  const limits = rubric.limits ?? {};
  return { submissionBytes: (limits.submissionMiB ?? 100) * MIB, files: limits.files ?? 2000 };
}
