/** An executor that retries after system faults, which may be temporary, and finally returns an ungraded report. */
import { GraderError } from '../errors.js';
import type { GradeReport } from '../schema/report.js';
import type { Executor, Job } from './executor.js';

/** The total number of attempts. */
const ATTEMPTS = 3;

/**
 * The same executor, but `run` rejects only if it was aborted: a fault of the grader becomes the report that `ungraded`
 * returns.
 */
export function withRetries(executor: Executor, ungraded: (job: Job, fault: GraderError) => GradeReport): Executor {
  const { attempts = ATTEMPTS } = executor;
  return {
    ...executor,
    run: async (job) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await executor.run(job);
        } catch (error) {
          if (!(error instanceof GraderError)) throw error;
          if (error.fault !== 'system' || attempt === attempts) return ungraded(job, error);
        }
      }
    },
    close: () => executor.close(),
  };
}
