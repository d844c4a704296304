/**
 * Canvas's gradebook, "Export entire gradebook": `Student, ID, SIS User ID, SIS Login ID, Section`, a column `Title (number)`
 * for each assignment, and a row with the points that are possible. `EX` is an excused student. Pure.
 */
import { closest } from 'fastest-levenshtein';
import { fault, type CellRow, type CellTable } from './cells.js';
import { cellAt, numberIn, type GradebookSystem, type Layout, type LayoutOptions } from './gradebook.js';
import type { GradebookRow } from './match.js';

const ASSIGNMENT = /^(.*) \((\d+)\)$/su;
const POINTS = /^points possible$/i;
const EXCUSED = /^ex$/i;

interface Assignment {
  readonly column: number;
  readonly header: string;
  readonly title: string;
  readonly number: string;
}

function layoutOf({ rows: [header, ...rows] }: CellTable, options: LayoutOptions): Layout {
  const { label } = options;
  if (header === undefined) throw fault(label, 'is empty: expected the gradebook of Canvas');
  const columnOf = (name: string) => header.cells.findIndex(({ value }) => sameText(value, name));
  const id = columnOf('ID');
  if (columnOf('Student') === -1 || id === -1) {
    throw fault(label, 'is not a gradebook of Canvas: its first line lacks the columns "Student" and "ID"');
  }
  const { column, header: title } = assignmentFor(header, options);
  const students = rows.filter((row) => cellAt(row, id) !== '');
  const points = rows.find((row) => cellAt(row, id) === '' && POINTS.test(cellAt(row, 0)));
  const most = points === undefined ? '' : cellAt(points, column);
  const [sid, login] = [columnOf('SIS User ID'), columnOf('SIS Login ID')];
  const rowOf = (row: CellRow): GradebookRow => ({
    row,
    line: row.line,
    name: cellAt(row, columnOf('Student')),
    id: cellAt(row, id),
    sid: cellAt(row, sid),
    login: cellAt(row, login),
    email: '',
  });
  return {
    rows: students.map(rowOf),
    column,
    mostOf: () => numberIn(most),
    example: most,
    isFixed: (text) => EXCUSED.test(text),
    remarks: [`the column "${title}" is filled in`],
  };
}

function assignmentFor(header: CellRow, { column, rubric, label }: LayoutOptions): Assignment {
  const all = header.cells.flatMap(({ value }, place): Assignment[] => {
    const [, title, number] = ASSIGNMENT.exec(value.trim()) ?? [];
    return title === undefined || number === undefined ? [] : [{ column: place, header: value.trim(), title, number }];
  });
  const names = all.map((one) => `"${one.header}"`).join(', ');
  if (all.length === 0) throw fault(label, 'has no column of an assignment, such as "Quiz 2 (4711)"');
  const wanted = column === undefined ? [rubric.title, rubric.id] : [column];
  const fits = (one: Assignment) =>
    wanted.some((name) =>
      [one.header, one.title, ...(column === undefined ? [] : [one.number])].some((text) => sameText(text, name)),
    );
  const fitting = all.filter(fits);
  const [only, other] = fitting.length === 0 && column === undefined && all.length === 1 ? all : fitting;
  if (only !== undefined && other === undefined) return only;
  if (other !== undefined)
    throw fault(label, `has several columns that fit: ${names}`, 'Name the one with --column, by its number.');
  const near =
    column === undefined
      ? ''
      : ` Did you mean "${closest(
          column,
          all.map((one) => one.title),
        )}"?`;
  const missing =
    column === undefined
      ? `has no column with the title "${rubric.title}" or "${rubric.id}"`
      : `has no column "${column}"`;
  throw fault(label, `${missing}: there are ${names}.${near}`, 'Name one of them with --column.');
}

const sameText = (a: string, b: string) =>
  a.trim().normalize('NFC').toLowerCase() === b.trim().normalize('NFC').toLowerCase();

export const canvas: GradebookSystem = { name: 'canvas', layoutOf };
