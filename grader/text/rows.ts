/**
 * Reads a table by the columns of its header. All rows of labels.csv and points.csv, of instructors and students, must
 * be read here. Returns the content with line numbers; callers decide what is a fault. Relies on table.ts for lines,
 * fields and encodings.
 */
import { NOT_UTF8, readTable, type TableLine } from './table.js';

/** A line after the header. */
export type Row =
  | {
      readonly line: number;
      readonly fault: null;
      /** The fields of the requested columns, in their order; empty if the row has none. */
      readonly cells: readonly string[];
      /** The number of fields in the line, without empty ones at its end, which spreadsheets add. */
      readonly count: number;
    }
  /** A line that could not be split into fields, and why. */
  | { readonly line: number; readonly fault: string; readonly text: string };

export type RowsRead =
  | { readonly status: 'empty' }
  | { readonly status: 'not-text' }
  | { readonly status: 'broken-header'; readonly line: number; readonly fault: string }
  | {
      readonly status: 'other-header';
      readonly line: number;
      readonly header: readonly string[];
      /** The number of rows after it. */
      readonly count: number;
    }
  /** `width`: the number of columns in the header. */
  | { readonly status: 'read'; readonly width: number; readonly rows: readonly Row[] };

export interface RowsAsked {
  /** The indices of the columns in this header; null if it is unknown. */
  readonly columnsOf: (header: readonly string[]) => readonly number[] | null;
  /** The most rows that are read. */
  readonly most: number;
}

export function readRows(bytes: Uint8Array, { columnsOf, most }: RowsAsked): RowsRead {
  const [header, ...lines] = readTable(bytes, most + 1);
  if (header === undefined) return { status: 'empty' };
  const { line } = header;
  if (header.cells === null) {
    return header.fault === NOT_UTF8 ? { status: 'not-text' } : { status: 'broken-header', line, fault: header.fault };
  }
  const places = columnsOf(header.cells);
  if (places === null) return { status: 'other-header', line, header: header.cells, count: lines.length };
  return { status: 'read', width: header.cells.length, rows: lines.map((one) => rowOf(one, places)) };
}

function rowOf(one: TableLine, places: readonly number[]): Row {
  if (one.cells === null) return { line: one.line, fault: one.fault, text: one.text };
  const { line, cells, fault } = one;
  const count = cells.findLastIndex((cell) => cell !== '') + 1;
  return { line, fault, cells: places.map((place) => cells[place] ?? ''), count };
}

/** The beginning of a sentence about a row with more fields than columns; null for other rows. */
export function surplusOf(count: number, width: number): string | null {
  return count > width ? `${String(count)} fields, the header has ${String(width)}` : null;
}
