/** The limits of a rubric with defaults filled in; the defaults are beside their schema. */
import type { IntakeLimits } from '../files/caps.js';
import type { RunLimits } from '../stages/plan.js';
import { DEFAULT_LIMITS } from '../schema/default-limits.js';
import type { Rubric } from '../schema/rubric.js';

const MIB = 1024 * 1024;

/** Limits of the sandboxed run: milliseconds and bytes. */
export function runLimitsOf(rubric: Rubric): RunLimits {
  const limits = { ...DEFAULT_LIMITS, ...rubric.limits };
  return {
    totalMs: limits.totalSeconds * 1000,
    callMs: limits.callSeconds * 1000,
    modelMs: limits.modelSeconds * 1000,
    memoryBytes: limits.memoryMiB * MIB,
    outputBytes: limits.outputKiB * 1024,
  };
}

/** Limits of intake: bytes of all files together, and their number. */
export function intakeLimitsOf(rubric: Rubric): IntakeLimits {
  const limits = { ...DEFAULT_LIMITS, ...rubric.limits };
  return { submissionBytes: limits.submissionMiB * MIB, files: limits.files };
}
