/**
 * A table by the columns of its header: the one way in which rows of labels.csv and points.csv are read, an instructor's
 * and a student's. It says what there is, with line numbers; what of it is a fault, and in which words, is for those who
 * ask. Relies on table.ts for lines, fields and encodings.
 */
import { NOT_UTF8, readTable, type TableLine } from './table.js';

/** A line behind the header. */
export type Row =
  | {
      readonly line: number;
      readonly fault: null;
      /** Of the columns that were asked for, in their order; empty where the row has none. */
      readonly cells: readonly string[];
      /** Fields of the whole line, without empty ones at its end: those are a spreadsheet's. */
      readonly count: number;
    }
  /** A line that has no fields, and why. */
  | { readonly line: number; readonly fault: string; readonly text: string };

export type RowsRead =
  | { readonly status: 'empty' }
  | { readonly status: 'not-text' }
  | { readonly status: 'broken-header'; readonly line: number; readonly fault: string }
  | {
      readonly status: 'other-header';
      readonly line: number;
      readonly header: readonly string[];
      /** Rows behind it. */
      readonly count: number;
    }
  /** `width`: columns of the header. */
  | { readonly status: 'read'; readonly width: number; readonly rows: readonly Row[] };

export interface RowsAsked {
  /** Places of the columns in this header; null where it is not one that is known. */
  readonly columnsOf: (header: readonly string[]) => readonly number[] | null;
  /** Rows that are read at most. */
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

/** The beginning of what is said of a row with more fields than columns; null where it has not. */
export function surplusOf(count: number, width: number): string | null {
  return count > width ? `${String(count)} fields, the header has ${String(width)}` : null;
}
