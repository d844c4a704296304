/**
 * Where submissions are graded is not the batch's matter: here, by the pool of this process; elsewhere, from a queue.
 * An executor takes jobs in any order, several at a time, and gives back a report for each. Reports that were not built in
 * this process have to be examined when they arrive (report/sound.ts).
 */
import { GraderError } from '../errors.js';
import type { FoundSubmission } from '../intake/class/find.js';
import { gradeOne } from '../grading/grade.js';
import type { GradeOptions } from '../grading/grading.js';
import { poolFor } from '../grading/rooms.js';
import type { GradeReport } from '../schema/report.js';

/** One submission to grade. */
export type Job = FoundSubmission;

export interface Executor {
  /** How many jobs it does at a time. */
  readonly jobs: number;
  /** Rejects with the signal's reason when it was aborted, and else with a GraderError when the grader itself failed. */
  run(job: Job): Promise<GradeReport>;
  close(): Promise<void>;
}

export interface LocalOptions extends GradeOptions {
  readonly jobs: number;
}

/** Grades in this process, with workers that are started ahead. */
export function localExecutor(options: LocalOptions): Executor {
  const { jobs } = options;
  const pool = poolFor(options, jobs);
  return {
    jobs,
    run: async (job) => {
      try {
        return await gradeOne(job.path, { ...options, ...job, pool });
      } catch (error) {
        options.signal?.throwIfAborted();
        throw asFault(error);
      }
    },
    close: () => pool.close(),
  };
}

function asFault(error: unknown): GraderError {
  if (error instanceof GraderError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new GraderError('INTERNAL', text, { cause: error });
}
