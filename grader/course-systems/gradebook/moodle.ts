/**
 * Moodle's offline grading worksheet. The names of its columns are in the language of whoever downloaded it, and so is the
 * word before the number of a participant; their order is always the same, with the grade before the maximum grade. Pure.
 */
import { fault, type CellRow, type CellTable } from './cells.js';
import { cellAt, numberIn, type GradebookSystem, type Layout, type LayoutOptions } from './gradebook.js';
import type { GradebookRow } from './match.js';

/** `Participant 2001`, `Teilnehmer/in2001`. */
const NUMBER = /(\d+)$/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;
/** Identifier, name and at least the grade and its maximum. */
const LEAST_COLUMNS = 4;

function layoutOf({ rows: [header, ...rows], delimiter }: CellTable, { column: named, label }: LayoutOptions): Layout {
  if (header === undefined || rows.length === 0) throw fault(label, "is empty: expected Moodle's grading worksheet");
  const isParticipant = (row: CellRow) => NUMBER.test(cellAt(row, 0));
  if (header.cells.length < LEAST_COLUMNS || !rows.every(isParticipant)) {
    throw fault(label, 'is not a grading worksheet of Moodle: its first column lacks the numbers of the participants');
  }
  const column = named === undefined ? gradeColumn(header, rows, label) : columnNamed(header, named, label);
  const mostOf = (row: CellRow) => numberIn(cellAt(row, column + 1));
  const email = header.cells.findIndex(
    (_cell, place) => place > 1 && rows.some((row) => EMAIL.test(cellAt(row, place))),
  );
  const rowOf = (row: CellRow): GradebookRow => ({
    row,
    line: row.line,
    name: cellAt(row, 1),
    id: NUMBER.exec(cellAt(row, 0))?.[1] ?? '',
    // an optional column between the name and the email
    sid: email > 2 ? cellAt(row, 2) : '',
    login: '',
    email: cellAt(row, email),
  });
  const isComma = delimiter === ',';
  return {
    rows: rows.map(rowOf),
    column,
    mostOf,
    example: rows.map((row) => cellAt(row, column + 1)).find((text) => numberIn(text) !== null) ?? '',
    isFixed: () => false,
    remarks: [
      `the column "${header.cells[column]?.value ?? ''}" is filled in`,
      ...(isComma ? [] : ['Moodle reads commas between columns only: a spreadsheet has changed this file']),
    ],
  };
}

/** The one before the maximum grade, which is the only column with one positive number in all rows. */
function gradeColumn(header: CellRow, rows: readonly CellRow[], label: string): number {
  const isMost = (place: number) => {
    const values = new Set(rows.map((row) => numberIn(cellAt(row, place))));
    const [value] = values;
    return values.size === 1 && value !== undefined && value !== null && value > 0;
  };
  // a grade that all have is a number like the maximum, and stands before it
  const maxima = header.cells.flatMap((_cell, place) => (place > 2 && isMost(place) ? [place] : []));
  const [most, second, third] = maxima;
  if (most !== undefined && second === undefined) return most - 1;
  if (most !== undefined && second === most + 1 && third === undefined) return most;
  const names = header.cells.map(({ value }) => `"${value}"`).join(', ');
  throw fault(label, `does not show which column is the grade: there are ${names}`, 'Name it with --column.');
}

function columnNamed(header: CellRow, named: string, label: string): number {
  const place = header.cells.findIndex(({ value }) => value.trim().toLowerCase() === named.trim().toLowerCase());
  if (place !== -1) return place;
  const names = header.cells.map(({ value }) => `"${value}"`).join(', ');
  throw fault(label, `has no column "${named}": there are ${names}`, 'Name one of them with --column.');
}

export const moodle: GradebookSystem = { name: 'moodle', layoutOf };
