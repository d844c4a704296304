/**
 * The cells of a CSV file with their places, so that one can be replaced and every other byte stays: a library that writes a
 * table again would change quotes, line ends and the mark at the beginning. Works on bytes as characters (Latin-1), in which
 * separators, quotes and digits are the same in UTF-8 and in Windows-1252. Pure.
 */
import { GraderError } from '../../errors.js';
import { decode } from '../../roster/decode.js';
import { delimiterOf } from '../../roster/table.js';
import { decodeWindows1252 } from '../../text/windows-1252.js';

export interface Cell {
  /** Of its bytes, with its quotes. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

export interface CellRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly Cell[];
}

export interface CellTable {
  readonly bytes: Uint8Array;
  readonly delimiter: string;
  /** Without empty lines; the first has the names of the columns. */
  readonly rows: readonly CellRow[];
  readonly remarks: readonly string[];
}

/** A change of one cell: `value` is ASCII. */
export interface Change {
  readonly cell: Cell;
  readonly value: string;
}

const MARK = '\u00ef\u00bb\u00bf';
const SEPARATOR_LINE = /^sep=(.)\r?\n/i;

/** Throws USAGE for what is not such a file; `label` is its name in messages. */
export function readCells(bytes: Uint8Array, label: string): CellTable {
  const read = decode(bytes);
  if (read.status === 'refused') throw fault(label, read.why);
  if (bytes.includes(0)) throw fault(label, 'is UTF-16: expected UTF-8, as the site gave it');
  const isUtf8 = read.remark === null;
  const text = Buffer.from(bytes).toString('latin1');
  const begin = text.startsWith(MARK) ? MARK.length : 0;
  const named = SEPARATOR_LINE.exec(text.slice(begin));
  const start = begin + (named?.[0].length ?? 0);
  const delimiter = named?.[1] ?? delimiterOf(text.slice(start));
  const rows = rowsOf(text, { start, delimiter, line: named === null ? 1 : 2, label });
  const utf8 = new TextDecoder('utf-8');
  const decoded = (value: string) => {
    const own = Buffer.from(value, 'latin1');
    return isUtf8 ? utf8.decode(own) : decodeWindows1252(own);
  };
  const decodedRows = rows.map(({ line, cells }) => ({
    line,
    cells: cells.map((cell) => ({ ...cell, value: decoded(cell.value) })),
  }));
  return { bytes, delimiter, rows: decodedRows, remarks: isUtf8 ? [] : [`${label} ${read.remark}`] };
}

interface Place {
  readonly start: number;
  readonly delimiter: string;
  readonly line: number;
  readonly label: string;
}

function rowsOf(text: string, { start, delimiter, line: first, label }: Place): CellRow[] {
  const rows: CellRow[] = [];
  let line = first;
  let at = start;
  while (at < text.length) {
    const cells: Cell[] = [];
    const begun = line;
    for (;;) {
      const cell = cellAt(text, at, delimiter);
      if (cell === null) throw fault(label, `line ${String(begun)}: a quote that is opened there is never closed`);
      cells.push(cell);
      line += (text.slice(cell.start, cell.end).match(/\r\n?|\n/g) ?? []).length;
      at = cell.end;
      if (text[at] !== delimiter) break;
      at += 1;
    }
    // the end of the line, in two characters or one
    if (text.startsWith('\r\n', at)) at += 2;
    else if (at < text.length) at += 1;
    line += 1;
    if (cells.length > 1 || cells[0]?.value !== '') rows.push({ line: begun, cells });
  }
  return rows;
}

/** null if its quote is not closed. What follows a closing quote belongs to the cell, as spreadsheets read it. */
function cellAt(text: string, start: number, delimiter: string): Cell | null {
  let at = start;
  let value = '';
  if (text[at] === '"') {
    for (at += 1; ; at += 2) {
      const quote = text.indexOf('"', at);
      if (quote === -1) return null;
      value += text.slice(at, quote);
      at = quote;
      if (text[quote + 1] !== '"') break;
      value += '"';
    }
    at += 1;
  }
  const rest = at;
  while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return { start, end: at, value: value + text.slice(rest, at) };
}

/** The file with these cells changed, and nothing else. A cell that was quoted stays quoted. */
export function withChanges({ bytes, delimiter }: CellTable, changes: readonly Change[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { cell, value } of [...changes].sort((a, b) => a.cell.start - b.cell.start)) {
    const isQuoted = bytes[cell.start] === 0x22 || value.includes(delimiter);
    parts.push(bytes.subarray(at, cell.start), Buffer.from(isQuoted ? `"${value}"` : value, 'latin1'));
    at = cell.end;
  }
  return Buffer.concat([...parts, bytes.subarray(at)]);
}

export function fault(
  label: string,
  what: string,
  advice = 'Export the gradebook from the site again, as CSV.',
): GraderError {
  const separator = /^lines? /.test(what) ? ', ' : ' ';
  return new GraderError('USAGE', `${label}${separator}${what}`, { advice });
}
