/**
 * Reads a table of an instructor by the names of its columns: labels.csv beside images, points.csv. Stricter than for a
 * student's table: a wrong header ends it and every row must be right, but columns may have any order and others among them.
 */
import { classByNumber, expectedClasses } from '../text/classes.js';
import { foreignRemark } from '../text/look-alikes.js';
import { readRows, surplusOf, type Row, type RowsRead } from '../text/rows.js';
import { NOT_UTF8 } from '../text/table.js';
import { dataMissing, type DataFaults } from './faults.js';

export interface StaffRow {
  /** `path:line` */
  readonly where: string;
  /** In the order of the requested columns. */
  readonly cells: readonly string[];
}

/**
 * A file without rows or columns, or with more rows than `most`, throws DATA_MISSING; a row that cannot be read is added
 * to the faults.
 */
export function readStaffTable(
  path: string,
  bytes: Uint8Array,
  columns: readonly string[],
  faults: DataFaults,
  most = Infinity,
): readonly StaffRow[] {
  const columnsOf = (header: readonly string[]) => {
    const places = columns.map((column) => header.indexOf(column));
    return places.includes(-1) ? null : places;
  };
  const read = readRows(bytes, { columnsOf, most: most + 1 });
  if (read.status !== 'read' || read.rows.length === 0) return refuse(path, read, columns);
  if (read.rows.length > most) {
    throw dataMissing(`${path} has more than ${String(most)} rows`, 'Give a sample of them.');
  }
  return read.rows.flatMap((row) => {
    const where = `${path}:${String(row.line)}`;
    const fault = faultOf(row, read.width, columns);
    if (fault !== null) faults.add(`${where}: ${fault}`);
    return fault === null && row.fault === null ? [{ where, cells: row.cells }] : [];
  });
}

function refuse(path: string, read: RowsRead, columns: readonly string[]): never {
  const save = 'Save it as CSV in UTF-8.';
  if (read.status === 'not-text') throw dataMissing(`${path} is ${NOT_UTF8}`, save);
  if (read.status === 'broken-header') throw dataMissing(`${path}:${String(read.line)}: ${read.fault}`, save);
  const advice = `Its header is ${columns.join(',')}; then a row for each example.`;
  if (read.status !== 'other-header' || read.count === 0) throw dataMissing(`${path} has no rows`, advice);
  const shown = read.header.join(',').slice(0, 60);
  const missing = columns.filter((column) => !read.header.includes(column)).slice(0, 8);
  const found = `the header is ${shown}, without ${missing.join(', ')}${foreignRemark(shown)}`;
  throw dataMissing(`${path}:${String(read.line)}: ${found}`, advice);
}

function faultOf(row: Row, width: number, columns: readonly string[]): string | null {
  if (row.fault !== null) return row.fault;
  const surplus = surplusOf(row.count, width);
  if (surplus !== null) return `${surplus}: put text with a comma in quotes`;
  const empty = columns.filter((_column, index) => row.cells[index] === '');
  return empty.length === 0 ? null : `no ${empty.slice(0, 8).join(', no ')}`;
}

/** The number of a class by its name or number; null, and a fault, where it is none. */
export function labelOf(text: string, classes: readonly string[], where: string, faults: DataFaults): number | null {
  const named = classes.indexOf(text);
  const label = named >= 0 ? named : classByNumber(text, classes);
  if (label !== null) return label;
  const shown = text.slice(0, 40);
  faults.add(`${where}: label "${shown}", ${expectedClasses(classes)}${foreignRemark(shown, classes.join(''))}`);
  return null;
}
