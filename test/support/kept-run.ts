/** The folder of a run that is finished, made without grading anything, for tests of what changes marks. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNAL, openJournal } from '../../grader/batch/journal.js';
import { sha256 } from '../../grader/kept/digest.js';
import { toJson, writeReport } from '../../grader/report/writers/files.js';
import type { GradeReport } from '../../grader/schema/report.js';
import { makeFolder } from './folders.js';
import { makeReport } from './reports.js';

/** Check one with 4 of 4 points, and two, shown after publishing, with 1.5 of 6. */
export const REPORT = makeReport();

export async function makeRun(
  reports: Readonly<Record<string, GradeReport>>,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const run = makeFolder();
  const ids = Object.keys(reports);
  const { id, digest } = REPORT.rubric;
  writeFileSync(join(run, 'run.json'), toJson({ rubric: { id, digest }, submissions: ids, ...facts }));
  mkdirSync(join(run, 'reports'));
  const journal = await openJournal(join(run, JOURNAL));
  for (const [name, report] of Object.entries(reports)) {
    const { submission, verdict } = report;
    const own = { ...report, submission: { ...submission, id: name } };
    const text = await writeReport(join(run, 'reports', name), own);
    const known = { id: name, submission: 'f', inputs: 'i', report: sha256(text), status: verdict.status };
    await journal.append({ ...known, outside: 'o' });
  }
  await journal.close();
  return run;
}

export const textIn = (...path: readonly string[]) => readFileSync(join(...path), 'utf8');

export const reportIn = (run: string, id: string) =>
  JSON.parse(textIn(run, 'reports', id, 'report.json')) as GradeReport;
