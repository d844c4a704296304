/**
 * Where submissions are graded is no matter of the batch: here, by the pool of this process; elsewhere, from a queue.
 * An executor takes jobs in any order, several at a time, and gives back a report for each.
 */
import { GraderError } from '../errors.js';
import type { FoundSubmission } from '../intake/find.js';
import { gradeOne, poolFor, reportUngraded, type GradeOptions } from '../pipeline.js';
import type { GradeReport } from '../schema/report.js';

/** One submission to grade. */
export type Job = FoundSubmission;

export interface Executor {
  /** How many jobs it does at a time. */
  readonly jobs: number;
  /** The report, ungraded where the grader itself failed. Rejects when it was aborted, and for nothing else. */
  run(job: Job): Promise<GradeReport>;
  close(): Promise<void>;
}

export interface LocalOptions extends GradeOptions {
  readonly jobs: number;
}

/** A fault of the system may pass: it is tried so often in all. */
const ATTEMPTS = 3;

/** Grades in this process, with workers that are started ahead. */
export function localExecutor(options: LocalOptions): Executor {
  const { jobs } = options;
  const pool = poolFor(options, jobs);
  return {
    jobs,
    run: (job) => gradeWithRetries(job, { ...options, pool }),
    close: () => pool.close(),
  };
}

async function gradeWithRetries(job: Job, options: GradeOptions): Promise<GradeReport> {
  const own: GradeOptions = { ...options, ...job };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await gradeOne(job.path, own);
    } catch (error) {
      options.signal?.throwIfAborted();
      const fault = asFault(error);
      if (fault.fault !== 'system' || attempt === ATTEMPTS) return reportUngraded(job.path, own, fault);
    }
  }
}

function asFault(error: unknown): GraderError {
  if (error instanceof GraderError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new GraderError('INTERNAL', text, { cause: error });
}
