/**
 * Reads a roster: the students of a class, with dates of their own. Everything in it must be understood, because a date
 * that is not understood would change a score: what cannot be read is refused, with its line and column. Pure.
 */
import { parseDuration } from '../dates/duration.js';
import { readGivenTime, type Role } from '../dates/given-time.js';
import { showName } from '../files/names.js';
import { counted } from '../text/counted.js';
import { findColumns, type Columns } from './columns.js';
import { assertIdsDiffer, idField, PERSON_NAMES, personOf, type Person } from './people.js';
import { fault, readTable, type Row } from './table.js';

/** Instants in milliseconds; null where the roster has none. */
export interface Student extends Person {
  readonly name: string;
  readonly section: string;
  readonly due: number | null;
  readonly closes: number | null;
  readonly extension: { readonly until: number } | { readonly by: number } | null;
  readonly submitted: number | null;
}

export interface Roster {
  /** The name of the file in messages. */
  readonly label: string;
  readonly students: readonly Student[];
  readonly remarks: readonly string[];
}

const NAMES = {
  ...PERSON_NAMES,
  name: ['name', 'student', 'studentname', 'fullname'],
  first: ['first', 'firstname', 'givenname'],
  last: ['last', 'lastname', 'surname', 'familyname'],
  section: ['section', 'sections', 'group'],
  due: ['due', 'duedate', 'dueat'],
  closes: ['closes', 'closesat', 'latedue', 'lateduedate', 'until'],
  extension: ['extension', 'extendedto', 'extendedby'],
  submitted: ['submitted', 'submittedat', 'submissiontime', 'handedin'],
} as const;
type Field = keyof typeof NAMES;

/** Canvas puts a row with the points below the names of its columns. */
const NO_STUDENT = /^(?:points possible|manual posting)?$/i;
/** Names in a remark. */
const MOST_SHOWN = 5;

/** Throws USAGE. `zone` is the IANA name of the zone of times without one; null: they are refused. */
export function parseRoster(bytes: Uint8Array, label: string, zone: string | null): Roster {
  const table = readTable(bytes, label);
  const columns = findColumns(table, NAMES, label);
  const field = idField(columns, table.header, label);
  const remarks = [...table.remarks, ...columns.remarks];
  if (field !== 'id') remarks.push(`${label}: there is no column "id", so the column ${field} identifies the students`);
  const students = table.rows.flatMap((row) => {
    if (columns.cell(row, field) !== '') return [studentOf(row, { columns, field, label, zone, remarks })];
    if (NO_STUDENT.test(nameOf(row, columns))) return [];
    throw fault(label, `line ${String(row.line)}: ${showName(nameOf(row, columns))} has no ${field}`);
  });
  if (students.length === 0) throw fault(label, `has no students: every row lacks its ${field}`);
  assertIdsDiffer(students, label);
  return { label, students, remarks: [...remarks, ...tellShared(students, label)] };
}

interface Reading {
  readonly columns: Columns<Field>;
  readonly field: 'id' | 'sid' | 'login' | 'email';
  readonly label: string;
  readonly zone: string | null;
  readonly remarks: string[];
}

function studentOf(row: Row, reading: Reading): Student {
  const { columns, field } = reading;
  return {
    ...personOf(row, columns, field),
    name: nameOf(row, columns),
    section: columns.cell(row, 'section'),
    due: timeIn(row, 'due', 'deadline', reading),
    closes: timeIn(row, 'closes', 'deadline', reading),
    extension: extensionIn(row, reading),
    submitted: timeIn(row, 'submitted', 'submission', reading),
  };
}

function nameOf(row: Row, { cell }: Columns<Field>): string {
  const name = cell(row, 'name');
  return name === '' ? `${cell(row, 'first')} ${cell(row, 'last')}`.trim() : name;
}

function timeIn(row: Row, field: Field, role: Role, { columns, label, zone, remarks }: Reading): number | null {
  const text = columns.cell(row, field);
  if (text === '') return null;
  const given = readGivenTime(text, role, zone);
  const where = `line ${String(row.line)}, column ${field}`;
  if (given.status === 'refused') {
    const help =
      zone === null && given.why === NO_ZONE ? ', or name the zone of the file with --zone America/Chicago' : '';
    const example = 'write it like 2018-09-13T23:59:00-05:00';
    throw fault(label, `${where}: "${showName(text)}" ${given.why}: ${example}${help}`);
  }
  if (given.remark !== null) remarks.push(`${label}, ${where}: ${given.remark}`);
  return given.ms;
}

const NO_ZONE = 'has no time zone';

function extensionIn(row: Row, reading: Reading): Student['extension'] {
  const text = reading.columns.cell(row, 'extension');
  if (text === '') return null;
  const by = parseDuration(text);
  if (by !== null) return { by };
  if (/^\d{4}-/.test(text)) {
    const until = timeIn(row, 'extension', 'deadline', reading);
    return until === null ? null : { until };
  }
  const where = `line ${String(row.line)}, column extension`;
  throw fault(reading.label, `${where}: "${showName(text)}" is neither a duration such as 2d or 36h nor a date`);
}

/** Numbers and addresses that several students share identify none of them. */
function tellShared(students: readonly Student[], label: string): string[] {
  return (['sid', 'email', 'login'] as const).flatMap((field) => {
    const lines = new Map<string, number[]>();
    for (const student of students) {
      const value = student[field].toLowerCase();
      if (value !== '') lines.set(value, [...(lines.get(value) ?? []), student.line]);
    }
    const shared = [...lines].filter(([, of]) => of.length > 1);
    if (shared.length === 0) return [];
    const shown = shared.slice(0, MOST_SHOWN).map(([value, of]) => `${showName(value)} (lines ${of.join(', ')})`);
    const more = shared.length > shown.length ? ` and ${String(shared.length - shown.length)} more` : '';
    const what = counted(shared.length, `value of ${field}`, `values of ${field}`);
    return [`${label}: ${what} ${shared.length === 1 ? 'has' : 'have'} several students: ${shown.join('; ')}${more}`];
  });
}
