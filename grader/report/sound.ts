/**
 * Checks that a report fits its schema and that its points agree. Reports that are built here were checked; those from
 * elsewhere (another process, a file) must be.
 */
import { GraderError } from '../errors.js';
import type { GradeReport } from '../schema/report.js';
import { findReportProblems } from '../schema/validate.js';
import { findNonsense } from '../score/sense.js';

/** Returns the report. Throws INTERNAL if it must not be shown. */
export function soundReport(report: GradeReport): GradeReport {
  const [problem] = findReportProblems(report);
  if (problem !== undefined) {
    throw new GraderError(
      'INTERNAL',
      `the report does not fit its schema at ${problem.path.join('.')}: ${problem.sentence}`,
    );
  }
  const [nonsense] = findNonsense(report);
  if (nonsense !== undefined) throw new GraderError('INTERNAL', `the points of the report do not fit: ${nonsense}`);
  return report;
}
