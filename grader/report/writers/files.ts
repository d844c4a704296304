/**
 * Writes what one submission or a class leaves behind. A report that does not fit its schema is never written or shown.
 */
import { join } from 'node:path';
import { GraderError } from '../../errors.js';
import type { GradeReport } from '../../schema/report.js';
import { findReportProblems } from '../../schema/validate.js';
import { toCsv } from '../csv.js';
import { toGradescope } from '../gradescope.js';
import { findNonsense } from '../sense.js';
import type { Standing } from '../standing.js';
import { writeAtomically } from './atomic.js';

/** JSON text of a file: two spaces, a newline at the end, keys in the order of the report. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The report as it is written; throws INTERNAL for one that does not fit its schema or whose points do not add up. */
export function toCheckedJson(report: GradeReport): string {
  const [problem] = findReportProblems(report);
  if (problem !== undefined) {
    throw new GraderError(
      'INTERNAL',
      `the report does not fit its schema at ${problem.path.join('.')}: ${problem.sentence}`,
    );
  }
  const [nonsense] = findNonsense(report);
  if (nonsense !== undefined) throw new GraderError('INTERNAL', `the points of the report do not fit: ${nonsense}`);
  return toJson(report);
}

/** report.json and results.json in `folder`; returns the text of report.json. */
export async function writeReport(folder: string, report: GradeReport): Promise<string> {
  const text = toCheckedJson(report);
  await writeAtomically(join(folder, 'results.json'), toJson(toGradescope(report)));
  await writeAtomically(join(folder, 'report.json'), text);
  return text;
}

export async function writeScores(folder: string, reports: readonly Standing[]): Promise<void> {
  await writeAtomically(join(folder, 'scores.csv'), toCsv(reports));
}
