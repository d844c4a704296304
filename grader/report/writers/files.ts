/**
 * Writes what one submission or a class leaves behind. A report that does not fit its schema is never written or shown.
 */
import { join } from 'node:path';
import type { GradeReport } from '../../schema/report.js';
import type { MissingStudent } from '../../stages/student.js';
import { toCsv } from '../csv.js';
import type { Standing } from '../standing.js';
import { writeAtomically } from '../../atomic.js';
import { toJson } from './json.js';
import { writePages, type PageOptions } from './pages.js';

export { toJson };

/** report.json, results.json and its pages in `folder`; returns the text of report.json. */
export async function writeReport(folder: string, report: GradeReport, options: PageOptions = {}): Promise<string> {
  const text = toJson(report);
  await writePages(folder, report, options);
  await writeAtomically(join(folder, 'report.json'), text);
  return text;
}

export async function writeScores(
  folder: string,
  reports: readonly Standing[],
  missing: readonly MissingStudent[] = [],
): Promise<void> {
  await writeAtomically(join(folder, 'scores.csv'), toCsv(reports, missing));
}
