/** Reads a table of an instructor by the names of its columns: labels.csv beside images, points.csv. */
import { nameForeign } from '../text/look-alikes.js';
import { NOT_UTF8, readTable, type TableLine } from '../text/table.js';
import { dataMissing, type DataFaults } from './faults.js';

export interface StaffRow {
  /** `path:line` */
  readonly where: string;
  /** In the order of the requested columns. */
  readonly cells: readonly string[];
}

/**
 * The rows that have these columns filled in, in any order and among others. A file without rows or columns throws
 * DATA_MISSING; a row that cannot be read is added to the faults.
 */
export function readStaffTable(
  path: string,
  bytes: Uint8Array,
  columns: readonly string[],
  faults: DataFaults,
): readonly StaffRow[] {
  const [header, ...lines] = readTable(bytes, Infinity);
  const advice = `Its header is ${columns.join(',')}; then a row for each example.`;
  if (header?.cells === null) {
    const found =
      header.fault === NOT_UTF8 ? `${path} is ${NOT_UTF8}` : `${path}:${String(header.line)}: ${header.fault}`;
    throw dataMissing(found, 'Save it as CSV in UTF-8.');
  }
  if (header === undefined || lines.length === 0) throw dataMissing(`${path} has no rows`, advice);
  const places = columns.map((column) => header.cells.indexOf(column));
  const missing = columns.filter((_column, index) => places[index] === -1);
  if (missing.length > 0) {
    const shown = header.cells.join(',').slice(0, 60);
    const sign = nameForeign(shown);
    const found = `the header is ${shown}, without ${missing.slice(0, 8).join(', ')}${sign === null ? '' : `; ${sign}`}`;
    throw dataMissing(`${path}:${String(header.line)}: ${found}`, advice);
  }
  const width = header.cells.length;
  return lines.flatMap((line) => rowOf(line, path, { columns, places, width }, faults));
}

interface Layout {
  readonly columns: readonly string[];
  readonly places: readonly number[];
  readonly width: number;
}

function rowOf(one: TableLine, path: string, { columns, places, width }: Layout, faults: DataFaults): StaffRow[] {
  const where = `${path}:${String(one.line)}`;
  if (one.cells === null) {
    faults.add(`${where}: ${one.fault}`);
    return [];
  }
  // empty fields at the end are a spreadsheet's
  const count = one.cells.findLastIndex((cell) => cell !== '') + 1;
  const cells = places.map((place) => one.cells[place] ?? '');
  const empty = columns.filter((_column, index) => cells[index] === '');
  if (count > width) {
    faults.add(`${where}: ${String(count)} fields, the header has ${String(width)}: put text with a comma in quotes`);
  } else if (empty.length > 0) {
    faults.add(`${where}: no ${empty.slice(0, 8).join(', no ')}`);
  } else {
    return [{ where, cells }];
  }
  return [];
}

/** The number of a class by its name or number; null, and a fault, where it is none. */
export function labelOf(text: string, classes: readonly string[], where: string, faults: DataFaults): number | null {
  const named = classes.indexOf(text);
  const number = named >= 0 ? named : /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (number < classes.length) return number;
  const shown = text.slice(0, 40);
  const sign = nameForeign(shown, classes.join(''));
  const expected = `expected one of ${classes.join(', ')} or 0 to ${String(classes.length - 1)}`;
  faults.add(`${where}: label "${shown}", ${expected}${sign === null ? '' : `; ${sign}`}`);
  return null;
}
