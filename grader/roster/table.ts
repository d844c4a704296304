/**
 * The rows of a CSV table that staff gave, with their line numbers: separated by commas, semicolons or tabs, quoted as
 * RFC 4180 says. Throws USAGE with the line for what is not such a table. Relies on csv-parse and decode.ts. Pure.
 */
import { CsvError, parse } from 'csv-parse/sync';
import { GraderError } from '../errors.js';
import { counted } from '../text/counted.js';
import { decode } from './decode.js';

export interface Row {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface Table {
  readonly header: Row;
  readonly rows: readonly Row[];
  readonly remarks: readonly string[];
}

const DELIMITERS = [',', ';', '\t'] as const;
/** Excel writes and reads the separator in a line of its own. */
const SEPARATOR_LINE = /^sep=(.)\n/i;
export const MOST_ROWS = 100_000;

/** `label` is the name of the file in messages. */
export function readTable(bytes: Uint8Array, label: string): Table {
  const decoded = decode(bytes);
  if (decoded.status === 'refused') throw fault(label, decoded.why);
  // csv-parse counts the two characters of a line end within quotes as two lines
  const whole = decoded.text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const named = SEPARATOR_LINE.exec(whole);
  const text = named === null ? whole : whole.slice(named[0].length);
  const lines = parseLines(text, named?.[1] ?? delimiterOf(text), label, named === null ? 0 : 1);
  const [header, ...rows] = lines;
  if (header === undefined) throw fault(label, 'is empty: expected a line of column names, at least "id"');
  if (rows.length === 0) throw fault(label, `line ${String(header.line)}: there are no rows below the column names`);
  if (rows.length > MOST_ROWS) throw fault(label, `has more than ${counted(MOST_ROWS, 'row')}`);
  const wide = rows.find(({ cells }) => cells.length > header.cells.length);
  if (wide !== undefined) {
    const [has, expected] = [counted(wide.cells.length, 'field'), counted(header.cells.length, 'column')];
    throw fault(
      label,
      `line ${String(wide.line)}: ${has}, the first line names ${expected}: quote what has a separator`,
    );
  }
  return { header, rows, remarks: decoded.remark === null ? [] : [`${label} ${decoded.remark}`] };
}

function parseLines(text: string, delimiter: string, label: string, before: number): Row[] {
  const rows: Row[] = [];
  let last = before;
  try {
    parse(text, {
      delimiter,
      relax_column_count: true,
      trim: true,
      on_record: (cells: string[], { lines }) => {
        const end = cells.findLastIndex((cell) => cell !== '') + 1;
        // empty fields at the end of a line, and empty lines, are what spreadsheets leave
        if (end > 0) rows.push({ line: before + lines - newlinesIn(cells), cells: cells.slice(0, end) });
        last = before + lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw brokenQuote(error, label, last + 1, before);
  }
  return rows;
}

const newlinesIn = (cells: readonly string[]) => cells.join('').split('\n').length - 1;

function brokenQuote(error: CsvError, label: string, start: number, before: number): GraderError {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return fault(label, `line ${String(start)}: a quote that is opened there is never closed`);
  }
  const line = before + Number((error as { readonly lines?: unknown }).lines ?? start);
  const from = line === start ? '' : `, in a row that begins on line ${String(start)}`;
  return fault(
    label,
    `line ${String(line)}: a quote (") is where none may be${from}: write "" for a quote in a quoted field`,
  );
}

/** The most frequent outside quotes in the first line. */
export function delimiterOf(text: string): string {
  const header = (text.trimStart().split('\n')[0] ?? '').replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((one) => header.split(one).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** A sentence about the file. */
export function fault(label: string, what: string, advice = 'correct the file and start again'): GraderError {
  const separator = /^lines? /.test(what) ? ', ' : ' ';
  return new GraderError('USAGE', `${label}${separator}${what}`, { advice });
}
