/**
 * scores.csv: one line for each student, so that a pair has two lines with the same points. A cell that a spreadsheet
 * would interpret as a formula is quoted as text.
 */
import { stringify } from 'csv-stringify/sync';
import type { Submitter } from '../protocol/class-metadata.js';
import { tellChanges } from './adjusted-text.js';
import type { MissingStudent } from '../stages/student.js';
import { printable } from './printable.js';
import type { Standing } from './standing.js';

/** The CSV text of a class; all reports are of the same rubric. */
export function toCsv(reports: readonly Standing[], missing: readonly MissingStudent[] = []): string {
  const [first] = reports;
  const ids = first?.results.map(({ id }) => id) ?? [];
  // only if the rubric has dates and a submission has a time
  const withLate = reports.some(({ verdict }) => verdict.late !== null);
  // only if staff changed any points
  const withMachine = reports.some(({ verdict }) => verdict.machine !== undefined);
  const isBudget = ({ verdict }: Standing) => verdict.late?.lateDays !== undefined;
  const withDays = reports.some(isBudget) || missing.some(({ lateDaysLeft }) => lateDaysLeft !== undefined);
  const header = [
    'id',
    'name',
    'student_id',
    'email',
    'status',
    'earned',
    'possible',
    'before_late',
    'days_late',
    'submitted_at',
    'time_from',
    ...(withDays ? ['late_days_used', 'late_days_left'] : []),
    ...(withLate ? ['late'] : []),
    ...(withMachine ? ['machine_earned', 'adjusted'] : []),
    ...ids,
  ];
  const columns = { ids, withLate, withDays, withMachine };
  return stringify([
    header,
    ...reports.flatMap((report) => rowsOf(report, columns)),
    ...missing.map((one) => missingRow(one, columns)),
  ]);
}

interface Columns {
  readonly ids: readonly string[];
  readonly withLate: boolean;
  readonly withMachine: boolean;
  readonly withDays: boolean;
}

/** Without points, and without a zero: what a missing homework earns is for staff to say. */
function missingRow({ id, name, studentId, email, lateDaysLeft }: MissingStudent, columns: Columns): string[] {
  const person = [id, name ?? '', studentId ?? '', email ?? ''].map((text) => defuse(printable(text)));
  const days = columns.withDays ? ['', lateDaysLeft === undefined ? '' : String(lateDaysLeft)] : [];
  const rest = columns.ids.map(() => '');
  return [
    ...person,
    'missing',
    '',
    '',
    '',
    '',
    '',
    '',
    ...days,
    ...(columns.withLate ? [''] : []),
    ...(columns.withMachine ? ['', ''] : []),
    ...rest,
  ];
}

/** One line if the owners of the submission are unknown. */
function rowsOf(report: Standing, columns: Columns): string[][] {
  const { submitters } = report.submission;
  return (submitters.length === 0 ? [{}] : submitters).map((submitter) => rowOf(report, submitter, columns));
}

function rowOf(report: Standing, { name, id, email }: Submitter, columns: Columns): string[] {
  const { submission, verdict, results } = report;
  const { ids, withLate, withDays, withMachine } = columns;
  return [
    defuse(submission.id),
    defuse(name ?? ''),
    defuse(id ?? ''),
    defuse(email ?? ''),
    verdict.status,
    points(verdict.earned),
    String(verdict.possible),
    points(verdict.beforeLate),
    verdict.late === null ? '' : String(verdict.late.daysLate),
    defuse(submission.submittedAt ?? ''),
    submission.timeFrom ?? '',
    ...(withDays ? daysOf(verdict.late) : []),
    ...(withLate ? [verdict.late?.sentence ?? ''] : []),
    ...(withMachine ? adjustedOf(report) : []),
    ...ids.map((id) => points(results.find((result) => result.id === id)?.earned ?? null)),
  ];
}

const points = (value: number | null) => (value === null ? '' : String(value));

function adjustedOf({ verdict, results }: Standing): string[] {
  return [points((verdict.machine ?? verdict).earned), tellChanges(results).join('; ')];
}

function daysOf(late: Standing['verdict']['late']): string[] {
  return late?.lateDays === undefined ? ['', ''] : [String(late.lateDays.used), String(late.lateDays.left)];
}

/** The characters with which formulas start in spreadsheets, including full-width forms. */
const STARTS = /[=+\-@＝＋－＠]/;
const FIRST = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** A leading quote keeps a spreadsheet from evaluating text as a formula. */
function defuse(text: string): string {
  const later = defuseLater(text);
  return FIRST.test(text) ? `'${later}` : later;
}

/**
 * Also adds a quote after characters that spreadsheets in other languages take for the start of the next cell. In one
 * pass, because an expression that looks back over spaces takes quadratic time.
 */
function defuseLater(text: string): string {
  let defused = '';
  let begins = false;
  let written = false;
  for (const character of text) {
    if (begins && STARTS.test(character)) defused += "'";
    defused += character;
    if (character === ';') begins = true;
    else if (/[\t\r\n]/.test(character)) begins ||= written;
    else if (/\S/.test(character)) begins = false;
    written ||= /\S/.test(character);
  }
  return defused;
}
