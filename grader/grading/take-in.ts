/** The first stage: makes a read-only copy of a submission, so that nothing changes while it is graded. */
import { isStudentFault, type StudentFault } from '../errors.js';
import { openSubmission, type OpenOptions } from '../intake/open.js';
import { expectedPaths } from '../plan/expects.js';
import { intakeLimitsOf } from '../plan/limits.js';
import { readerStarter } from '../sandbox/reading/reader.js';
import type { Snapshot } from '../stages/submission.js';
import type { GradeOptions, Grading } from './grading.js';

/** The options of intake for submissions to this rubric. */
export function intakeOf(
  { rubric: { rubric }, open, driver, signal }: Pick<GradeOptions, 'rubric' | 'open' | 'driver' | 'signal'>,
  workDir: string,
): OpenOptions {
  const startReader = readerStarter(driver, signal);
  return { limits: intakeLimitsOf(rubric), workDir, startReader, expects: expectedPaths(rubric), open };
}

/** The snapshot, or the student's fault. Throws any other fault. */
export async function takeIn(grading: Grading): Promise<Snapshot | StudentFault> {
  const { path, id, room } = grading;
  const named = id === undefined ? {} : { id };
  try {
    return await openSubmission(path, { ...intakeOf(grading, room.workDir), root: room.submission, ...named });
  } catch (error) {
    if (isStudentFault(error)) return error;
    throw error;
  }
}
