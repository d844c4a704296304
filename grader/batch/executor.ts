/**
 * Executors take jobs in any order, several at a time, and return a report for each. The batch must not know where they
 * run: in the pool of this process, or elsewhere from a queue. Reports that were not built in this process must be examined
 * when they arrive (report/sound.ts).
 */
import { GraderError } from '../errors.js';
import type { FoundSubmission } from '../intake/class/find.js';
import { gradeOne } from '../grading/grade.js';
import type { GradeOptions } from '../grading/grading.js';
import { poolFor } from '../grading/rooms.js';
import type { KeptEvaluations } from '../kept/evaluations.js';
import type { GradeReport } from '../schema/report.js';

/** One submission to grade. */
export type Job = FoundSubmission;

export interface Executor {
  /** How many jobs it runs at a time. */
  readonly jobs: number;
  /** The most attempts at one job; default: 3. Fewer where it tries again by itself. */
  readonly attempts?: number;
  /** Jobs run in other processes, so that none can kill this one; default: false. */
  readonly isElsewhere?: boolean;
  /** Rejects with the signal's reason if it was aborted, otherwise with a GraderError if the grader itself failed. */
  run(job: Job): Promise<GradeReport>;
  close(): Promise<void>;
}

export interface LocalOptions extends GradeOptions {
  readonly jobs: number;
  readonly evaluations?: KeptEvaluations | undefined;
}

/** Grades in this process, with workers that are started in advance. */
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
