/** A fault of the system may pass: an executor that tries again, and gives an ungraded report in the end. */
import { GraderError } from '../errors.js';
import type { GradeReport } from '../schema/report.js';
import type { Executor, Job } from './executor.js';

/** So often in all. */
const ATTEMPTS = 3;

/**
 * The same executor, whose `run` rejects when it was aborted and for nothing else: a fault of the grader becomes what
 * `ungraded` makes of it.
 */
export function withRetries(executor: Executor, ungraded: (job: Job, fault: GraderError) => GradeReport): Executor {
  return {
    jobs: executor.jobs,
    run: async (job) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await executor.run(job);
        } catch (error) {
          if (!(error instanceof GraderError)) throw error;
          if (error.fault !== 'system' || attempt === ATTEMPTS) return ungraded(job, error);
        }
      }
    },
    close: () => executor.close(),
  };
}
