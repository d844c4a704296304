/** scores.csv: a line a submission. A cell that a spreadsheet would take for a formula is quoted as text. */
import { stringify } from 'csv-stringify/sync';
import type { GradeReport } from '../schema/report.js';

/** The CSV text of a class; all reports are of the same rubric. */
export function toCsv(reports: readonly GradeReport[]): string {
  const [first] = reports;
  const ids = first?.results.map(({ id }) => id) ?? [];
  const header = [
    'id',
    'name',
    'email',
    'status',
    'earned',
    'possible',
    'before_late',
    'days_late',
    'submitted_at',
    ...ids,
  ];
  return stringify([header, ...reports.map((report) => rowOf(report, ids))]);
}

function rowOf(report: GradeReport, ids: readonly string[]): string[] {
  const { submission, verdict, results } = report;
  const people = (key: 'name' | 'email') =>
    submission.submitters.flatMap((submitter) => submitter[key] ?? []).join('; ');
  const points = (value: number | null) => (value === null ? '' : String(value));
  return [
    defuse(submission.id),
    defuse(people('name')),
    defuse(people('email')),
    verdict.status,
    points(verdict.earned),
    String(verdict.possible),
    points(verdict.beforeLate),
    verdict.late === null ? '' : String(verdict.late.daysLate),
    submission.submittedAt ?? '',
    ...ids.map((id) => points(results.find((result) => result.id === id)?.earned ?? null)),
  ];
}

/** A leading quote keeps spreadsheets from running =, +, -, @ and what hides behind tabs as formulas. */
function defuse(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
