/**
 * Reads the late days of a class: how many of the budget each student has used so far, or has left. It is read and never
 * written: what remains after a homework is in its reports. Pure.
 */
import { showName } from '../files/names.js';
import { findColumns, type Columns } from './columns.js';
import { assertIdsDiffer, idField, PERSON_NAMES, personOf, type Person } from './people.js';
import { fault, readTable, type Row } from './table.js';

export interface LateDays extends Person {
  readonly left: number;
}

export interface LateDaysRead {
  readonly label: string;
  readonly people: readonly LateDays[];
  readonly remarks: readonly string[];
}

const NAMES = {
  ...PERSON_NAMES,
  used: ['used', 'daysused', 'usedsofar'],
  left: ['left', 'daysleft', 'latedaysleft', 'remaining', 'daysremaining'],
  // not used, and nothing to warn of
  name: ['name', 'student', 'fullname'],
  section: ['section'],
} as const;

/** Throws USAGE. `budget` is the number of late days that the rubric gives everybody. */
export function parseLateDays(bytes: Uint8Array, label: string, budget: number): LateDaysRead {
  const table = readTable(bytes, label);
  const columns = findColumns(table, NAMES, label);
  const field = idField(columns, table.header, label);
  if (!columns.has('used') && !columns.has('left')) {
    throw fault(label, `line ${String(table.header.line)}: there is no column "used" and no column "left"`);
  }
  const remarks = [...table.remarks, ...columns.remarks];
  const people = table.rows.map((row): LateDays => {
    const person = personOf(row, columns, field);
    if (person.id === '') throw fault(label, `line ${String(row.line)}: there is no ${field}`);
    return { ...person, left: leftOf(row, { columns, label, budget, remarks }) };
  });
  assertIdsDiffer(people, label);
  return { label, people, remarks };
}

interface Reading {
  readonly columns: Columns<keyof typeof NAMES>;
  readonly label: string;
  readonly budget: number;
  readonly remarks: string[];
}

function leftOf(row: Row, reading: Reading): number {
  const { label, budget, remarks } = reading;
  const [used, left] = [daysIn(row, 'used', reading), daysIn(row, 'left', reading)];
  const where = `line ${String(row.line)}`;
  if (used === null && left === null) throw fault(label, `${where}: neither "used" nor "left" has a number`);
  const rest = budget - (used ?? 0);
  if (rest < 0)
    remarks.push(`${label}, ${where}: ${String(used)} late days are more than the budget of ${String(budget)}`);
  if (left !== null && used !== null && left !== Math.max(0, rest)) {
    throw fault(label, `${where}: ${String(used)} used and ${String(left)} left are not ${String(budget)} together`);
  }
  return left ?? Math.max(0, rest);
}

function daysIn(row: Row, field: 'used' | 'left', { columns, label }: Reading): number | null {
  const text = columns.cell(row, field);
  if (text === '') return null;
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw fault(label, `line ${String(row.line)}, column ${field}: "${showName(text)}" is not a whole number of days`);
}
