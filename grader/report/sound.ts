/**
 * Whether a report is one: it fits its schema and its points fit each other. Every report that is built here was examined,
 * and one that comes from elsewhere (another process, a file) has to be.
 */
import { GraderError } from '../errors.js';
import type { GradeReport } from '../schema/report.js';
import { findReportProblems } from '../schema/validate.js';
import { findNonsense } from '../score/sense.js';

/** The same report; throws INTERNAL for one that nobody should see. */
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
